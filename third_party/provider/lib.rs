// Empty: cargo wants a target to resolve dependencies for. See Cargo.toml.
