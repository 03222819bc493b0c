//! Both sides of a connection, over queues in memory.

use crate::heap;
use crate::setup::Setup;
use rustls::pki_types::ServerName;
use rustls::{ClientConnection, Connection, HandshakeKind, ServerConnection};
use std::io::{Read, Write};

pub const CLIENT: usize = 0;
pub const SERVER: usize = 1;

/// Bytes on their way to one side.
#[derive(Default)]
struct Queue {
    bytes: Vec<u8>,
    taken: usize,
}

/// What stays from one connection to the next.
pub struct Pair {
    queues: [Queue; 2],
    /// On the heap, where the sessions of the other libraries are, too.
    sides: Option<[Box<Connection>; 2]>,
    /// The client has something to go on from.
    resumes: bool,
    /// As the client sends it, and as it reaches the server's application.
    early: [Vec<u8>; 2],
}

impl Queue {
    const CAPACITY: usize = 1 << 19;

    fn new() -> Self {
        Queue { bytes: Vec::with_capacity(Self::CAPACITY), taken: 0 }
    }

    fn rest(&self) -> &[u8] {
        &self.bytes[self.taken..]
    }

    fn empty_when_read(&mut self) {
        if self.taken == self.bytes.len() {
            self.bytes.clear();
            self.taken = 0;
        }
    }
}

impl Pair {
    pub fn new() -> Self {
        Pair { queues: [Queue::new(), Queue::new()], sides: None, resumes: false, early: Default::default() }
    }

    pub fn open(&mut self, setup: &Setup) {
        let name = ServerName::try_from("localhost").expect("a name");
        heap::owner(Some(CLIENT));
        let client = ClientConnection::new(setup.client.clone(), name).expect("client");
        let client = Box::new(Connection::Client(client));
        heap::owner(Some(SERVER));
        let server = ServerConnection::new(setup.server.clone()).expect("server");
        let server = Box::new(Connection::Server(server));
        self.sides = Some([client, server]);
        if self.resumes {
            self.send_early_data(setup.early);
        }
        while self.is_handshaking() {
            self.handshake(CLIENT);
            self.handshake(SERVER);
        }
        self.handshake(CLIENT); // a ticket of TLS 1.3 comes last
        if self.resumes {
            self.check_resumption();
        }
        self.resumes = setup.resumes;
        heap::owner(None);
    }

    fn send_early_data(&mut self, size: usize) {
        self.early = [vec![b'e'; size], Vec::with_capacity(size)];
        if let Connection::Client(client) = &mut *self.sides.as_mut().expect("open")[CLIENT] {
            if size > 0 {
                client.early_data().expect("early data").write_all(&self.early[CLIENT]).expect("early data");
            }
        }
    }

    fn receive_early_data(&mut self) {
        if let Connection::Server(server) = &mut *self.sides.as_mut().expect("open")[SERVER] {
            if let Some(mut data) = server.early_data() {
                data.read_to_end(&mut self.early[SERVER]).expect("early data");
            }
        }
    }

    fn check_resumption(&mut self) {
        for which in [CLIENT, SERVER] {
            assert_eq!(self.side(which).handshake_kind(), Some(HandshakeKind::Resumed));
        }
        assert_eq!(self.early[CLIENT], self.early[SERVER]);
    }

    /// With a client that has nothing to go on from; the connection stays open beside those that come.
    pub fn open_new_client(&mut self, setup: &Setup) -> [Box<Connection>; 2] {
        self.resumes = false;
        self.open(setup);
        self.sides.take().expect("open")
    }

    pub fn close(&mut self) {
        self.sides = None;
    }

    pub fn send(&mut self, which: usize, data: &[u8]) {
        heap::owner(Some(which));
        self.side(which).writer().write_all(data).expect("send");
        self.write(which);
        heap::owner(None);
    }

    /// So many bytes, of one record or of several, through a buffer as an application has it.
    pub fn receive(&mut self, which: usize, size: usize, buffer: &mut [u8]) {
        heap::owner(Some(which));
        let mut got = 0;
        while got < size {
            match self.side(which).reader().read(buffer) {
                Ok(count) => got += count,
                Err(_) => self.read(which), // nothing is decrypted yet
            }
        }
        heap::owner(None);
    }

    /// Bytes of certificates that the connection keeps of its peer.
    pub fn peer_chain(&mut self, which: usize) -> usize {
        self.side(which).peer_certificates().map_or(0, |chain| chain.iter().map(|one| one.len()).sum())
    }

    fn side(&mut self, which: usize) -> &mut Connection {
        &mut self.sides.as_mut().expect("open")[which]
    }

    fn is_handshaking(&self) -> bool {
        self.sides.as_ref().expect("open").iter().any(|side| side.is_handshaking())
    }

    fn handshake(&mut self, which: usize) {
        heap::owner(Some(which));
        while !self.queues[which].rest().is_empty() {
            self.read(which);
        }
        if which == SERVER {
            self.receive_early_data();
        }
        self.write(which);
    }

    fn read(&mut self, which: usize) {
        let queue = &mut self.queues[which];
        let side = &mut self.sides.as_mut().expect("open")[which];
        queue.taken += side.read_tls(&mut queue.rest()).expect("read");
        side.process_new_packets().expect("records");
        queue.empty_when_read();
    }

    fn write(&mut self, which: usize) {
        let queue = &mut self.queues[1 - which];
        let side = &mut self.sides.as_mut().expect("open")[which];
        while side.wants_write() {
            side.write_tls(&mut queue.bytes).expect("write");
        }
    }
}
