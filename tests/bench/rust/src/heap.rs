//! The counters of ../heap_count.c, which also sees what AWS-LC takes; an allocator of Rust's own would not.

use std::ffi::{c_int, c_long, CStr};
use std::sync::OnceLock;

/// As in ../heap_count.h.
const OWNERS: usize = 3;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Count {
    pub live: c_long,
    pub allocations: c_long,
}

/// What is allocated from now on belongs to `which` (0: client, 1: server) or to nobody.
pub fn owner(which: Option<usize>) {
    static OWNER: OnceLock<usize> = OnceLock::new(); // an address; threads may share it
    let address = *OWNER.get_or_init(|| find(c"bench_heap_owner") as usize) as *mut c_int;
    if !address.is_null() {
        let number = which.map_or(0, |which| which as c_int + 1);
        // SAFETY: heap_count.so has an int of this name, which lives as long as the program.
        unsafe { address.write_volatile(number) };
    }
}

/// The counters of client and server; nothing without heap_count.so.
pub fn counts() -> Option<[Count; 2]> {
    let counts = table()?;
    // SAFETY: see table().
    unsafe { Some([counts.add(1).read_volatile(), counts.add(2).read_volatile()]) }
}

pub fn reset() {
    if let Some(counts) = table() {
        // SAFETY: see table(); a count is two integers.
        unsafe { counts.write_bytes(0, OWNERS) };
    }
}

/// heap_count.so has a table of OWNERS counts of this name, which lives as long as the program.
fn table() -> Option<*mut Count> {
    let counts: *mut Count = find(c"bench_heap_count").cast();
    (!counts.is_null()).then_some(counts)
}

fn find(name: &CStr) -> *mut libc::c_void {
    // SAFETY: the name ends with a zero.
    unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) }
}
