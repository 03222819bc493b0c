//! The configurations of both sides, made once and shared by all connections and threads.

use crate::options::{Options, Resume};
use crate::ticket_store::TicketStore;
use crate::Fallible;
use rustls::client::{Resumption, Tls12Resumption, WebPkiServerVerifier};
use rustls::crypto::{aws_lc_rs, CryptoProvider};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::version::{TLS12, TLS13};
use rustls::{CipherSuite, ClientConfig, NamedGroup, RootCertStore, ServerConfig, SupportedProtocolVersion};
use std::sync::Arc;

#[derive(Clone)]
pub struct Setup {
    pub client: Arc<ClientConfig>,
    pub server: Arc<ServerConfig>,
    pub resumes: bool,
    pub early: usize,
}

impl Setup {
    pub fn new(options: &Options) -> Fallible<Self> {
        let provider = Arc::new(provider(options));
        let roots = Arc::new(roots()?);
        Ok(Setup {
            client: Arc::new(client(options, provider.clone(), roots.clone())?),
            server: Arc::new(server(options, provider, roots)?),
            resumes: options.resume != Resume::No,
            early: options.early,
        })
    }
}

impl Setup {
    /// Every client keeps its ticket, and none is gone on from; the server, as those of other libraries, keeps nothing.
    pub fn for_idle(mut self, count: usize) -> Fallible<Self> {
        if self.resumes {
            Arc::make_mut(&mut self.client).resumption = Resumption::store(Arc::new(TicketStore::new(count)));
            Arc::make_mut(&mut self.server).ticketer = aws_lc_rs::Ticketer::new()?;
            Arc::make_mut(&mut self.server).session_storage = Arc::new(NoServerSessionStorage {});
        }
        Ok(self)
    }
}

/// One key exchange group and one AEAD.
fn provider(options: &Options) -> CryptoProvider {
    let suites: &[CipherSuite] = match options.aead.as_str() {
        "CHACHA20-POLY1305" => &[
            CipherSuite::TLS13_CHACHA20_POLY1305_SHA256,
            CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            CipherSuite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ],
        _ => &[
            CipherSuite::TLS13_AES_128_GCM_SHA256,
            CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        ],
    };
    let group = if options.group == "X25519" { NamedGroup::X25519 } else { NamedGroup::X25519MLKEM768 };
    let mut provider = aws_lc_rs::default_provider();
    provider.cipher_suites.retain(|suite| suites.contains(&suite.suite()));
    // RFC 8422, 5.1: in TLS 1.2 the curve of an ECDSA certificate must be among the groups.
    let second = (options.version == "1.2").then_some(NamedGroup::secp256r1);
    provider.kx_groups.retain(|known| known.name() == group || Some(known.name()) == second);
    provider.kx_groups.sort_by_key(|known| known.name() != group);
    provider
}

fn versions(options: &Options) -> [&'static SupportedProtocolVersion; 1] {
    [if options.version == "1.2" { &TLS12 } else { &TLS13 }]
}

fn roots() -> Fallible<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter("ca.pem")? {
        roots.add(certificate?)?;
    }
    Ok(roots)
}

fn credential(options: &Options, side: &str) -> Fallible<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let name = format!("{side}-{}", options.key);
    let chain = CertificateDer::pem_file_iter(format!("{name}.pem"))?.collect::<Result<Vec<_>, _>>()?;
    Ok((chain, PrivateKeyDer::from_pem_file(format!("{name}.key"))?))
}

fn client(options: &Options, provider: Arc<CryptoProvider>, roots: Arc<RootCertStore>) -> Fallible<ClientConfig> {
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).build()?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&versions(options))?
        .with_webpki_verifier(verifier);
    let mut configuration = if options.client_certificate {
        let (chain, key) = credential(options, "client")?;
        builder.with_client_auth_cert(chain, key)?
    } else {
        builder.with_no_client_auth()
    };
    configuration.resumption = match options.resume {
        Resume::No => Resumption::disabled(),
        Resume::Ticket => Resumption::default(),
        Resume::Id => Resumption::default().tls12_resumption(Tls12Resumption::SessionIdOnly),
    };
    configuration.enable_early_data = options.early > 0;
    Ok(configuration)
}

fn server(options: &Options, provider: Arc<CryptoProvider>, roots: Arc<RootCertStore>) -> Fallible<ServerConfig> {
    let verifier = if options.client_certificate {
        WebPkiClientVerifier::builder_with_provider(roots, provider.clone()).build()?
    } else {
        WebPkiClientVerifier::no_client_auth()
    };
    let (chain, key) = credential(options, "server")?;
    let mut configuration = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&versions(options))?
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain, key)?;
    configuration.send_tls13_tickets = usize::from(options.resume == Resume::Ticket);
    configuration.max_early_data_size = options.early.try_into()?;
    // In TLS 1.3 tickets are names of sessions that the server keeps: so by default, faster, and needed for early data.
    if options.resume == Resume::Ticket && options.version == "1.2" {
        configuration.ticketer = aws_lc_rs::Ticketer::new()?;
    }
    if options.resume == Resume::No || configuration.ticketer.enabled() {
        configuration.session_storage = Arc::new(NoServerSessionStorage {});
    }
    Ok(configuration)
}
