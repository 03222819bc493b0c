//! The sessions of many clients of one server: rustls's own store has room for eight.

use rustls::client::{ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue};
use rustls::pki_types::ServerName;
use rustls::NamedGroup;
use std::sync::Mutex;

/// Each on the heap, where the sessions of the other libraries are, too.
#[allow(clippy::vec_box)]
#[derive(Debug)]
pub struct TicketStore(Mutex<Vec<Box<Tls13ClientSessionValue>>>);

impl TicketStore {
    pub fn new(most: usize) -> Self {
        TicketStore(Mutex::new(Vec::with_capacity(most)))
    }
}

/// Nobody goes on from any of them.
impl ClientSessionStore for TicketStore {
    fn set_kx_hint(&self, _: ServerName<'static>, _: NamedGroup) {}

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        None
    }

    fn set_tls12_session(&self, _: ServerName<'static>, _: Tls12ClientSessionValue) {}

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        None
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {}

    fn insert_tls13_ticket(&self, _: ServerName<'static>, ticket: Tls13ClientSessionValue) {
        self.0.lock().expect("nothing panics").push(Box::new(ticket));
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        None
    }
}
