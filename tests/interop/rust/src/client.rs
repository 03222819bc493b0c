//! The client: standard input to the server, what it sends to standard output.

use crate::settings::{Fallible, Settings};
use crate::{CHUNK, SOCKET_TIMEOUT};
use rustls::pki_types::ServerName;
use rustls::ClientConnection;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{channel, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

/// Both directions use one connection, which holds no socket: what it wants to send goes through a queue, so that a
/// write that blocks does not keep the other direction from reading.
struct Client {
    connection: ClientConnection,
    queue: Sender<Vec<u8>>,
    update_keys: bool,
}

pub fn run(settings: &Settings) -> Fallible<()> {
    let mut socket = TcpStream::connect(&settings.address)?;
    socket.set_read_timeout(Some(SOCKET_TIMEOUT))?;
    let mut connection = ClientConnection::new(Arc::new(settings.client()?), ServerName::try_from("localhost")?)?;
    connection.set_buffer_limit(None);
    connection.complete_io(&mut socket)?;
    settings.check_alpn(connection.alpn_protocol())?;

    let (queue, queued) = channel::<Vec<u8>>();
    let mut sink = socket.try_clone()?;
    let sender = thread::spawn(move || queued.iter().try_for_each(|records| sink.write_all(&records)));
    let client = Arc::new(Mutex::new(Client { connection, queue, update_keys: settings.update_keys }));
    let writing = Arc::clone(&client);
    thread::spawn(move || copy_input(&writing));
    let received = receive(&client, &mut socket);
    client.lock().unwrap().end()?;
    sender.join().unwrap()?;
    received
}

fn copy_input(client: &Mutex<Client>) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match io::stdin().read(&mut chunk)? {
            0 => return client.lock().unwrap().close(),
            count => client.lock().unwrap().send(&chunk[..count])?,
        }
    }
}

/// Ends with an error unless the server's last word is close_notify.
fn receive(client: &Mutex<Client>, socket: &mut TcpStream) -> Fallible<()> {
    let mut chunk = vec![0; CHUNK];
    let mut closed = client.lock().unwrap().pass_on()?; // what came together with the handshake's end
    while !closed {
        let count = socket.read(&mut chunk)?;
        if count == 0 {
            return Err("the connection was cut".into());
        }
        closed = client.lock().unwrap().take(&chunk[..count])?;
    }
    Ok(())
}

impl Client {
    fn send(&mut self, data: &[u8]) -> io::Result<()> {
        if self.update_keys {
            self.connection.refresh_traffic_keys().map_err(io::Error::other)?;
        }
        self.connection.writer().write_all(data)?;
        self.enqueue()
    }

    fn close(&mut self) -> io::Result<()> {
        self.connection.send_close_notify();
        self.enqueue()
    }

    /// Closes and ends the queue, although another thread may still be waiting for input to put into it.
    fn end(&mut self) -> io::Result<()> {
        self.close()?;
        self.queue = channel().0;
        Ok(())
    }

    /// Takes what has arrived from the socket; true at close_notify.
    fn take(&mut self, mut records: &[u8]) -> Fallible<bool> {
        while !records.is_empty() {
            self.connection.read_tls(&mut records)?;
            if self.pass_on()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn pass_on(&mut self) -> Fallible<bool> {
        let state = self.connection.process_new_packets();
        self.enqueue()?; // an error has an alert to send
        let state = state?;
        let mut plain = vec![0; state.plaintext_bytes_to_read()];
        self.connection.reader().read_exact(&mut plain)?;
        io::stdout().write_all(&plain)?;
        io::stdout().flush()?;
        Ok(state.peer_has_closed())
    }

    fn enqueue(&mut self) -> io::Result<()> {
        let mut records = Vec::new();
        while self.connection.wants_write() {
            self.connection.write_tls(&mut records)?;
        }
        self.queue.send(records).map_err(|_| ErrorKind::BrokenPipe.into())
    }
}
