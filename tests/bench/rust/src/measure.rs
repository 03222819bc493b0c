//! The rows. ../harness.c has the same.

use crate::heap;
use crate::options::Options;
use crate::pair::{Pair, CLIENT, SERVER};
use crate::setup::Setup;
use crate::Fallible;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

const RECORDS_IN_FLIGHT: usize = 1 << 18;
const MOST_RECORDS: usize = 1024;
const HANDSHAKES: usize = 5;
const WARM_UP: usize = 3;
const LARGEST_RECORD: usize = 16384;

pub fn handshakes(options: &Options, setup: &Setup) {
    let mut pair = Pair::new();
    repeat(&mut pair, setup, WARM_UP);
    let spent = (0..options.count.div_ceil(HANDSHAKES)).map(|_| {
        let start = processor_ns();
        repeat(&mut pair, setup, HANDSHAKES);
        (processor_ns() - start) / HANDSHAKES as f64
    });
    println!("handshake {:.0}", median(spent.collect()));
}

pub fn count_instructions(options: &Options, setup: &Setup) {
    let mut pair = Pair::new();
    repeat(&mut pair, setup, WARM_UP);
    counted_handshakes(&mut pair, setup, options.count);
}

/// For callgrind, which is told to count in this function only; ../harness.c has one of the same name.
#[inline(never)]
#[export_name = "counted_handshakes"]
fn counted_handshakes(pair: &mut Pair, setup: &Setup, count: usize) {
    repeat(pair, setup, count);
}

pub fn records(options: &Options, setup: &Setup) {
    let data = vec![0; options.size];
    let mut buffer = vec![0; LARGEST_RECORD];
    let mut pair = Pair::new();
    pair.open(setup);
    let batch = (RECORDS_IN_FLIGHT / options.size).min(MOST_RECORDS);
    let (mut sending, mut receiving) = (Vec::new(), Vec::new());
    for _ in 0..options.count {
        let start = processor_ns();
        (0..batch).for_each(|_| pair.send(CLIENT, &data));
        let middle = processor_ns();
        pair.receive(SERVER, batch * options.size, &mut buffer);
        sending.push((middle - start) / batch as f64);
        receiving.push((processor_ns() - middle) / batch as f64);
    }
    println!("send {:.2}\nreceive {:.2}", median(sending), median(receiving));
}

pub fn memory(setup: &Setup) -> Fallible<()> {
    let mut pair = Pair::new();
    repeat(&mut pair, setup, WARM_UP);
    heap::reset();
    pair.open(setup);
    let opened = heap::counts().ok_or("heap_count.so is not there")?;
    exchange_records(&mut pair);
    let used = heap::counts().ok_or("heap_count.so is not there")?;
    for (which, name) in [(CLIENT, "client"), (SERVER, "server")] {
        let chain = pair.peer_chain(which) as i64;
        println!("heap-{name} {}", i64::from(opened[which].live) - chain);
        println!("heap-used-{name} {}", i64::from(used[which].live) - chain);
        println!("allocations-{name} {}", opened[which].allocations);
    }
    Ok(())
}

pub fn idle(options: &Options, setup: Setup) -> Fallible<()> {
    let mut pair = Pair::new();
    (0..WARM_UP).for_each(|_| drop(pair.open_new_client(&setup)));
    let mut open = Vec::with_capacity(options.count);
    heap::reset();
    for _ in 0..options.count {
        open.push(pair.open_new_client(&setup));
    }
    let counts = heap::counts().ok_or("heap_count.so is not there")?;
    for (which, name) in [(CLIENT, "client"), (SERVER, "server")] {
        println!("idle-{name} {:.0}", counts[which].live as f64 / options.count as f64);
    }
    Ok(())
}

fn exchange_records(pair: &mut Pair) {
    let mut data = [0; LARGEST_RECORD];
    for which in [CLIENT, SERVER] {
        pair.send(which, &data);
        pair.receive(1 - which, LARGEST_RECORD, &mut data);
    }
}

pub fn threads(options: &Options, setup: &Setup) {
    let start = Arc::new(Barrier::new(options.threads + 1));
    let count = options.count;
    let threads: Vec<_> = (0..options.threads)
        .map(|_| {
            let (start, setup) = (start.clone(), setup.clone());
            thread::spawn(move || {
                let mut pair = Pair::new();
                repeat(&mut pair, &setup, WARM_UP);
                start.wait();
                repeat(&mut pair, &setup, count);
            })
        })
        .collect();
    start.wait();
    let (before, used_before) = (Instant::now(), clock_ns(libc::CLOCK_PROCESS_CPUTIME_ID));
    for thread in threads {
        thread.join().expect("a thread");
    }
    let handshakes = (count * options.threads) as f64;
    println!("rate {:.1}", handshakes / before.elapsed().as_secs_f64());
    println!("processor-time {:.0}", (clock_ns(libc::CLOCK_PROCESS_CPUTIME_ID) - used_before) / handshakes);
}

fn repeat(pair: &mut Pair, setup: &Setup, count: usize) {
    for _ in 0..count {
        pair.open(setup);
        pair.close();
    }
}

fn processor_ns() -> f64 {
    clock_ns(libc::CLOCK_THREAD_CPUTIME_ID)
}

fn clock_ns(clock: libc::clockid_t) -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes one timespec.
    unsafe { libc::clock_gettime(clock, &mut time) };
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 {
        values[half]
    } else {
        (values[half - 1] + values[half]) / 2.0
    }
}
