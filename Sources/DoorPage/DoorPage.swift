// The door rules for a browser: WebAssembly by Embedded Swift, without imports, built by scripts/build-door-page together
// with Sources/DoorRules. templates/static/door-rules.js wraps what follows in JavaScript.
//
// A page and this module share one row of 64-bit whole numbers, little-endian, in the module's memory:
//
//     const address = door_row(count)                              // room for so many numbers, and for any answer
//     const row = new BigInt64Array(memory.buffer, address, count)  // anew for each question: memory may have grown
//     row.set(question)                                            // laid out as DoorQuestion.swift says
//     const length = door_decide(count)                            // the answer's length; it lies in the same place
//     const answer = new BigInt64Array(memory.buffer, door_row(length), length)
//
// The answer's length is -1 if the question is malformed.

/// How many numbers a question holds: a merge of every scan that a device may keep.
private let countMax = 1_000_000

// Unsafe in name alone: wasm32 has one thread here, and only the exported functions below touch it, one after another.
nonisolated(unsafe) private var row: UnsafeMutableBufferPointer<Int64>?  // Safe: there is one thread.

/// The address of the row, with room for that many numbers; its content stays. 0 for more than a million.
@_expose(wasm, "door_row") @_cdecl("door_row")
public func doorRow(_ count: Int32) -> UnsafeMutablePointer<Int64>? {
    guard (0...countMax).contains(Int(count)) else { return nil }
    if Int(count) > row?.count ?? -1 { grow(Int(count)) }
    return row?.baseAddress
}

/// Where an instant falls among the event's days.
@_expose(wasm, "door_moment") @_cdecl("door_moment")
public func doorMoment(_ count: Int32) -> Int32 { answer(.moment, count) }

/// What a text says, and what must be verified before it is believed.
@_expose(wasm, "door_examine") @_cdecl("door_examine")
public func doorExamine(_ count: Int32) -> Int32 { answer(.examine, count) }

/// The verdict on an attempt.
@_expose(wasm, "door_decide") @_cdecl("door_decide")
public func doorDecide(_ count: Int32) -> Int32 { answer(.decide, count) }

/// What entries count for.
@_expose(wasm, "door_merge") @_cdecl("door_merge")
public func doorMerge(_ count: Int32) -> Int32 { answer(.merge, count) }

/// Whether a scan is new.
@_expose(wasm, "door_replay") @_cdecl("door_replay")
public func doorReplay(_ count: Int32) -> Int32 { answer(.replay, count) }

private func answer(_ question: DoorQuestion, _ count: Int32) -> Int32 {
    guard let asked = row, (0...asked.count).contains(Int(count)),
        let answer = question.answer(to: Array(asked[..<Int(count)])),
        let place = doorRow(Int32(answer.count))
    else { return -1 }
    for (index, number) in answer.enumerated() { place[index] = number }
    return Int32(answer.count)
}

private func grow(_ count: Int) {
    let larger = UnsafeMutableBufferPointer<Int64>.allocate(capacity: max(count, 256))
    if let row {
        _ = larger.initialize(from: row)
        row.deallocate()
    }
    row = larger
}
