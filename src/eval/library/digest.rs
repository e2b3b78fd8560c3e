//! Digests, as `hashlib` gives them.

use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use crate::eval::Machine;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Value};

/// `digest(name, data)`: the digest of bytes, unknown for the algorithms that are not here.
pub fn digest(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let (Some(name), Some(Kind::Bytes(data))) =
        (args.text(0, "name"), args.get(1, "data").map(|value| &value.kind))
    else {
        return Ok(m.open(args.values(), "the digest of what is not known"));
    };
    m.items(data.len() / 64)?;
    let bytes = match &*name {
        "sha224" => Sha224::digest(data).to_vec(),
        "sha256" => Sha256::digest(data).to_vec(),
        "sha384" => Sha384::digest(data).to_vec(),
        "sha512" => Sha512::digest(data).to_vec(),
        _ => return Ok(Value::unknown("a digest of this kind is not worked out")),
    };
    Ok(Value::bytes(bytes))
}
