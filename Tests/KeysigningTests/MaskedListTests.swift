import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct MaskedListTests {
    private static func copy(_ party: PartyDesk, _ reader: Registration.ID) async throws -> [UInt8] {
        try await party.desk.maskedList(version: 1, reader: reader) { "Copy of \($0.code)" }
    }

    @Test func `each reader has other holes, the same each time, and none in their own key`() async throws {
        try await PartyDesk.run(people: 4) { party in
            let list = try await party.desk.freeze(context: PartyDesk.context).result
            let plain = String(decoding: list.text, as: UTF8.self)
            var copies: Set<String> = []
            for (person, id) in party.ids.enumerated() {
                let copy = String(decoding: try await Self.copy(party, id), as: UTF8.self)
                let again = String(decoding: try await Self.copy(party, id), as: UTF8.self)
                #expect(copy == again)
                copies.insert(copy)
                #expect(copy.contains(try Fingerprint(party.fingerprints[person]).grouped))
                for other in party.fingerprints.indices where other != person {
                    #expect(!copy.contains(try Fingerprint(party.fingerprints[other]).grouped))
                }
                // Filled in with the answers it is the list again, but for the line that names the copy.
                let answers = try await party.desk.maskAnswers(version: 1, reader: id)
                #expect(answers.count == 3)
                var filled = copy.components(separatedBy: "\n").filter { !$0.contains("Copy of ") }.joined(
                    separator: "\n")
                for answer in answers {
                    #expect(answer.hidden.count == FingerprintMask.defaultCount)
                    var digits = Array(answer.hidden)
                    let whole = String(answer.masked.map { $0 == "_" ? digits.removeFirst() : $0 })
                    filled = filled.replacing(answer.masked, with: whole)
                    let isRight = try await party.desk.checkAnswer(
                        version: 1, reader: id, number: answer.number, digits: " " + answer.hidden.lowercased())
                    #expect(isRight)
                    let wrong = String(answer.hidden.dropLast()) + (answer.hidden.hasSuffix("0") ? "1" : "0")
                    let isWrong = try await party.desk.checkAnswer(
                        version: 1, reader: id, number: answer.number, digits: wrong)
                    #expect(!isWrong)
                }
                #expect(filled == plain)
            }
            #expect(copies.count == 4)
        }
    }

    @Test func `the holes of a version, a reader and an event are their own`() throws {
        let fingerprint = try Fingerprint(String(repeating: "A", count: 40))
        func masked(_ secret: UInt8, _ reader: UInt32, _ version: Int, _ number: Int) throws -> String {
            try FingerprintMask(
                secret: Data(repeating: secret, count: 32), reader: .init(rawValue: reader), version: version, count: 6
            ).masked(fingerprint, number: number)
        }
        let all = try [
            masked(1, 1, 1, 1), masked(2, 1, 1, 1), masked(1, 2, 1, 1), masked(1, 1, 2, 1), masked(1, 1, 1, 2),
        ]
        #expect(Set(all).count == all.count)
        #expect(all.allSatisfy { $0.filter { $0 == "_" }.count == 6 && $0.count == 40 })
    }

    @Test func `holes fall everywhere alike`() throws {
        let mask = try FingerprintMask(
            secret: Data(repeating: 7, count: 32), reader: .init(rawValue: 1), version: 1, count: 10)
        var counts = [Int](repeating: 0, count: 40)
        for number in 1...999 { for place in mask.places(of: number, digits: 40) { counts[place] += 1 } }
        // 249.75 each; five standard deviations of the binomial distribution.
        #expect(counts.allSatisfy { abs(Double($0) - 249.75) < 5 * 13.7 }, "\(counts)")
    }

    @Test(arguments: [0, 21]) func `too few or too many holes are refused`(count: Int) throws {
        let error = #expect(throws: KeysigningError.self) {
            try FingerprintMask(secret: Data(count: 32), reader: .init(rawValue: 1), version: 1, count: count)
        }
        #expect(error?.code.rawValue == "mask_count_invalid")
    }

    @Test func `caff passes over what is masked`() async throws {
        try await PartyDesk.run(people: 2) { party in
            let list = try await party.desk.freeze(context: PartyDesk.context).result
            let gpg = try ScratchGnuPG()
            let own = try gpg.makeKey("Kit Invented <kit@example.org>")
            let settings = """
                $CONFIG{'owner'} = 'Kit Invented';
                $CONFIG{'email'} = 'kit@example.org';
                $CONFIG{'keyid'} = [ qw{\(own.suffix(16))} ];

                """
            try gpg.write(settings.utf8, to: ".caffrc")
            try gpg.write(list.armoredKeyring.utf8, to: "keyring.asc")
            let copy = String(
                decoding: try await Self.copy(party, party.ids[0]), as: UTF8.self)
            try gpg.write(copy.replacing("[ ]", with: "[x]").utf8, to: "ticked.txt")
            let talk = try gpg.run(
                "script", "-qec", "caff --no-sign --mail no -R --key-file keyring.asc < ticked.txt", "/dev/null")
            #expect(talk.contains("Adding fingerprint \(party.fingerprints[0])"), "\(talk)")
            #expect(!talk.contains("Adding fingerprint \(party.fingerprints[1])"))
        }
    }
}
