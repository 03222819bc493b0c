//! The arguments of the command line, and the configurations that follow from them.

use rustls::client::WebPkiServerVerifier;
use rustls::crypto::{aws_lc_rs, CryptoProvider};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore, ServerConfig, SupportedProtocolVersion};
use std::sync::Arc;

pub type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

#[derive(Default)]
pub struct Settings {
    pub part: String,
    /// HOST:PORT to connect to or to listen on.
    pub address: String,
    /// The only protocol version, 1.2 or 1.3.
    version: String,
    /// Files of the certificate chain to show and of its private key.
    cert: Option<String>,
    key: Option<String>,
    /// File of the authorities to trust; a server then demands a certificate.
    trust: Option<String>,
    /// Numbers of the key exchange groups, separated by commas; the provider's own without them.
    groups: String,
    /// The one protocol name to agree on.
    alpn: Option<String>,
    /// File with which a server answers instead of echoing.
    pub serve: Option<String>,
    /// What a client exchanges in each of two connections, the second of which goes on from the first.
    pub again: Option<String>,
    /// What a client sends before the second handshake is over.
    pub early: Option<String>,
    /// How much of such data a server takes, in bytes.
    max_early: u32,
    /// A server gives tickets that hold the session; otherwise it keeps it, as for session ids.
    tickets: bool,
    /// Changes keys, and asks the peer to, before each piece of data it sends.
    pub update_keys: bool,
}

impl Settings {
    pub fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Fallible<Self> {
        let part = arguments.next().ok_or("client or server?")?;
        let mut settings = Settings { part, ..Default::default() };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} has no value"))?;
            match name.as_str() {
                "--address" => settings.address = value,
                "--version" => settings.version = value,
                "--cert" => settings.cert = Some(value),
                "--key" => settings.key = Some(value),
                "--trust" => settings.trust = Some(value),
                "--groups" => settings.groups = value,
                "--alpn" => settings.alpn = Some(value),
                "--serve" => settings.serve = Some(value),
                "--again" => settings.again = Some(value),
                "--early" => settings.early = Some(value),
                "--max-early" => settings.max_early = value.parse()?,
                "--tickets" => settings.tickets = value.parse()?,
                "--update-keys" => settings.update_keys = value.parse()?,
                _ => return Err(format!("unknown option {name}").into()),
            }
        }
        Ok(settings)
    }

    pub fn client(&self) -> Fallible<ClientConfig> {
        let provider = self.provider()?;
        let verifier = WebPkiServerVerifier::builder_with_provider(self.roots()?, provider.clone()).build()?;
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&self.versions()?)?
            .with_webpki_verifier(verifier);
        let mut configuration = match self.credential()? {
            Some((chain, key)) => builder.with_client_auth_cert(chain, key)?,
            None => builder.with_no_client_auth(),
        };
        configuration.alpn_protocols = self.protocols();
        configuration.enable_early_data = self.early.is_some();
        Ok(configuration)
    }

    pub fn server(&self) -> Fallible<ServerConfig> {
        let provider = self.provider()?;
        let verifier = match self.trust {
            Some(_) => WebPkiClientVerifier::builder_with_provider(self.roots()?, provider.clone()).build()?,
            None => WebPkiClientVerifier::no_client_auth(),
        };
        let (chain, key) = self.credential()?.ok_or("a server needs --cert and --key")?;
        let mut configuration = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&self.versions()?)?
            .with_client_cert_verifier(verifier)
            .with_single_cert(chain, key)?;
        configuration.alpn_protocols = self.protocols();
        configuration.max_early_data_size = self.max_early;
        if self.tickets {
            configuration.ticketer = aws_lc_rs::Ticketer::new()?;
        }
        Ok(configuration)
    }

    pub fn check_alpn(&self, negotiated: Option<&[u8]>) -> Fallible<()> {
        if negotiated == self.alpn.as_ref().map(String::as_bytes) {
            return Ok(());
        }
        Err(format!("ALPN gave {:?}", negotiated.map(String::from_utf8_lossy)).into())
    }

    /// The provider with just the groups that were named, in their order.
    fn provider(&self) -> Fallible<Arc<CryptoProvider>> {
        let mut provider = aws_lc_rs::default_provider();
        if !self.groups.is_empty() {
            provider.kx_groups.clear();
            for text in self.groups.split(',') {
                let number: u16 = text.parse()?;
                let known = aws_lc_rs::ALL_KX_GROUPS.iter().find(|group| u16::from(group.name()) == number);
                provider.kx_groups.push(*known.ok_or_else(|| format!("rustls has no group {number}"))?);
            }
        }
        Ok(Arc::new(provider))
    }

    fn versions(&self) -> Fallible<[&'static SupportedProtocolVersion; 1]> {
        match self.version.as_str() {
            "1.2" => Ok([&TLS12]),
            "1.3" => Ok([&TLS13]),
            other => Err(format!("unknown version {other}").into()),
        }
    }

    fn roots(&self) -> Fallible<Arc<RootCertStore>> {
        let path = self.trust.as_ref().ok_or("--trust is missing")?;
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(path)? {
            roots.add(certificate?)?;
        }
        Ok(Arc::new(roots))
    }

    fn credential(&self) -> Fallible<Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>> {
        let (Some(cert), Some(key)) = (&self.cert, &self.key) else { return Ok(None) };
        let chain = CertificateDer::pem_file_iter(cert)?.collect::<Result<Vec<_>, _>>()?;
        Ok(Some((chain, PrivateKeyDer::from_pem_file(key)?)))
    }

    fn protocols(&self) -> Vec<Vec<u8>> {
        self.alpn.iter().map(|name| name.as_bytes().to_vec()).collect()
    }
}
