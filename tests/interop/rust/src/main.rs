//! A TLS client and a TLS server on rustls.
//!
//! The client copies its standard input to the server and what comes back to standard output; it ends with 0 if the
//! server closed with close_notify. The server echoes, or answers each request with one file, and closes with
//! close_notify.

mod again;
mod client;
mod server;
mod settings;

use settings::Settings;
use std::process::ExitCode;
use std::time::Duration;

/// How long a socket may be silent.
const SOCKET_TIMEOUT: Duration = Duration::from_secs(50);
/// Bytes that are read at a time: the plaintext of one record.
const CHUNK: usize = 16384;

fn main() -> ExitCode {
    let done = Settings::from_arguments(std::env::args().skip(1)).and_then(|settings| match settings.part.as_str() {
        "client" if settings.again.is_some() => again::run(&settings),
        "client" => client::run(&settings),
        "server" => server::run(settings),
        other => Err(format!("neither client nor server: {other}").into()),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
