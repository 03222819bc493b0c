//! A client that comes back: a line in each of two connections, the second with the session of the first.

use crate::settings::{Fallible, Settings};
use crate::SOCKET_TIMEOUT;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, HandshakeKind, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

pub fn run(settings: &Settings) -> Fallible<()> {
    let line = settings.again.as_ref().ok_or("--again is missing")?;
    let configuration = Arc::new(settings.client()?);
    connect(settings, &configuration, line, None)?;
    connect(settings, &configuration, line, settings.early.as_ref())
}

fn connect(settings: &Settings, configuration: &Arc<ClientConfig>, line: &str, early: Option<&String>) -> Fallible<()> {
    let mut socket = TcpStream::connect(&settings.address)?;
    socket.set_read_timeout(Some(SOCKET_TIMEOUT))?;
    let mut connection = ClientConnection::new(Arc::clone(configuration), ServerName::try_from("localhost")?)?;
    if let Some(text) = early {
        let mut data = connection.early_data().ok_or("the session allows no early data")?;
        writeln!(data, "{text}")?;
    }
    connection.complete_io(&mut socket)?;
    println!("resumed {}", connection.handshake_kind() == Some(HandshakeKind::Resumed));
    println!("early data {}", connection.is_early_data_accepted());
    let mut stream = StreamOwned::new(connection, socket);
    writeln!(stream, "{line}")?;
    stream.flush()?;
    let mut answer = String::new();
    let mut reader = BufReader::new(stream);
    reader.read_line(&mut answer)?;
    if answer.trim_end() != line {
        return Err(format!("{answer:?} came back").into());
    }
    let mut stream = reader.into_inner();
    stream.conn.send_close_notify();
    stream.flush()?;
    stream.read_to_end(&mut Vec::new())?;
    Ok(())
}
