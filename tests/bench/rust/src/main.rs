//! One row of the benchmark for rustls: the same arguments, the same ways to measure and the same output as those of
//! ../harness.c, which says what they mean.

mod heap;
mod measure;
mod options;
mod pair;
mod setup;
mod ticket_store;

use options::Options;
use setup::Setup;
use std::process::ExitCode;

pub type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Fallible<()> {
    let (mode, rest) = arguments.split_first().ok_or("see harness.c")?;
    if mode == "name" {
        println!("rustls {}", locked_version());
        return Ok(());
    }
    let options = Options::from_arguments(rest)?;
    let setup = Setup::new(&options)?;
    match mode.as_str() {
        "handshake" => measure::handshakes(&options, &setup),
        "instructions" => measure::count_instructions(&options, &setup),
        "records" => measure::records(&options, &setup),
        "memory" => measure::memory(&setup)?,
        "idle" => measure::idle(&options, setup.for_idle(options.count)?)?,
        "threads" => measure::threads(&options, &setup),
        other => return Err(format!("unknown row {other}").into()),
    }
    Ok(())
}

/// rustls does not say its version; the file that Cargo built from does.
fn locked_version() -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let (_, entry) = lock.split_once("name = \"rustls\"\nversion = \"").expect("Cargo.lock names rustls");
    entry.split('"').next().unwrap_or("")
}
