//! The server: an echo, or one file for each request.

use crate::settings::{Fallible, Settings};
use crate::{CHUNK, SOCKET_TIMEOUT};
use rustls::{HandshakeKind, ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::{fs, thread};

type TlsStream = StreamOwned<ServerConnection, TcpStream>;

pub fn run(settings: Settings) -> Fallible<()> {
    let configuration = Arc::new(settings.server()?);
    let settings = Arc::new(settings);
    let listener = TcpListener::bind(&settings.address)?;
    println!("listening on {}", listener.local_addr()?);
    loop {
        let (socket, _) = listener.accept()?;
        let (configuration, settings) = (Arc::clone(&configuration), Arc::clone(&settings));
        thread::spawn(move || {
            if let Err(error) = serve(socket, configuration, &settings) {
                eprintln!("connection: {error}");
            }
        });
    }
}

fn serve(mut socket: TcpStream, configuration: Arc<ServerConfig>, settings: &Settings) -> Fallible<()> {
    socket.set_read_timeout(Some(SOCKET_TIMEOUT))?;
    let mut connection = ServerConnection::new(configuration)?;
    connection.complete_io(&mut socket)?;
    settings.check_alpn(connection.alpn_protocol())?;
    let mut early = String::new();
    if let Some(mut data) = connection.early_data() {
        data.read_to_string(&mut early)?;
    }
    println!("resumed {}, early data {early:?}", connection.handshake_kind() == Some(HandshakeKind::Resumed));
    let mut stream = StreamOwned::new(connection, socket);
    match &settings.serve {
        Some(file) => answer(&mut stream, file)?,
        None => echo(&mut stream, settings.update_keys)?,
    }
    stream.conn.send_close_notify();
    stream.flush()?;
    Ok(())
}

fn echo(stream: &mut TlsStream, update_keys: bool) -> Fallible<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match stream.read(&mut chunk)? {
            0 => return Ok(()),
            count => {
                if update_keys {
                    stream.conn.refresh_traffic_keys()?;
                }
                stream.write_all(&chunk[..count])?;
            }
        }
    }
}

fn answer(stream: &mut TlsStream, file: &str) -> Fallible<()> {
    let mut request = [0; 4096];
    if stream.read(&mut request)? == 0 {
        return Err("closed before a request".into());
    }
    let body = fs::read(file)?;
    write!(stream, "HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n", body.len())?;
    stream.write_all(&body)?;
    Ok(())
}
