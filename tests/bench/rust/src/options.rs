//! The arguments of the command line, name=value.

use crate::Fallible;

/// What connections go on from.
#[derive(Clone, Copy, PartialEq)]
pub enum Resume {
    No,
    Ticket,
    Id,
}

impl Resume {
    fn from_name(name: &str) -> Fallible<Self> {
        match name {
            "no" => Ok(Resume::No),
            "ticket" => Ok(Resume::Ticket),
            "id" => Ok(Resume::Id),
            other => Err(format!("unknown way to resume: {other}").into()),
        }
    }
}

pub struct Options {
    pub version: String,
    pub key: String,
    pub group: String,
    pub aead: String,
    pub resume: Resume,
    pub early: usize,
    pub client_certificate: bool,
    pub size: usize,
    pub count: usize,
    pub threads: usize,
}

impl Options {
    pub fn from_arguments(arguments: &[String]) -> Fallible<Self> {
        let mut options = Options {
            version: "1.3".into(),
            key: "ec".into(),
            group: "X25519".into(),
            aead: "AES-128-GCM".into(),
            resume: Resume::No,
            early: 0,
            client_certificate: false,
            size: 16384,
            count: 1,
            threads: 1,
        };
        for argument in arguments {
            let (name, value) = argument.split_once('=').ok_or_else(|| format!("{argument} is not name=value"))?;
            match name {
                "version" => options.version = value.into(),
                "key" => options.key = value.into(),
                "group" => options.group = value.into(),
                "aead" => options.aead = value.into(),
                "resume" => options.resume = Resume::from_name(value)?,
                "early" => options.early = value.parse()?,
                "client" => options.client_certificate = value != "0",
                "size" => options.size = value.parse()?,
                "count" => options.count = value.parse()?,
                "threads" => options.threads = value.parse()?,
                _ => return Err(format!("unknown option {name}").into()),
            }
        }
        Ok(options)
    }
}
