import Foundation
import OpenPGP
import OpenPGPMutations

#if canImport(Glibc)
import Glibc
#endif

/// Feeds damaged keys to the readers and says what became of them: `openpgp-fuzzer [INPUTS] [SEED]`; or attacks stored
/// certificates by what somebody without the private key can make: `openpgp-fuzzer attack [INPUTS] [SEED] [EVERY]`.
///
/// A crash ends it by its signal, a hang by SIGPROF after a minute of the processor's time, and a reading that does not keep its promises with
/// status 1 and the input in hexadecimal.
@main
struct OpenPGPFuzzer {
    static func main() throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
        func number(_ place: Int, _ otherwise: UInt64) -> UInt64 { place < numbers.count ? numbers[place] : otherwise }
        let inputs = Int(number(0, 1_000_000))
        if CommandLine.arguments.dropFirst().first == "attack" {
            try AttackRun(inputs: inputs, seed: number(1, 14), every: Int(number(2, 1_000))).run()
        } else {
            try damage(inputs: inputs, seed: number(1, 9_580))
        }
    }

    private static func damage(inputs: Int, seed: UInt64) throws {
        var data = try Data(contentsOf: URL(filePath: "/usr/share/keyrings/debian-keyring.gpg"))
        let certificates = try CertificateReader(limits: .keyring).read(SubmittedBytes(wiping: &data)).certificates
            .map(\.strippedBytes).filter { $0.count < 8_000 }
        var mutator = SubmissionMutator(seed: seed, certificates: certificates)
        print("\(inputs) inputs out of \(certificates.count) keys, seed \(seed)")

        let before = peakMemoryKiB
        var outcomes: [ReadingOutcome: Int] = [:]
        var slowest = 0.0
        let start = ContinuousClock.now
        for number in 0..<inputs {
            if number % 1_000 == 0 { limitProcessorTime(seconds: 60) }
            let input = mutator.next()
            let begun = processorMilliseconds
            let outcome = ReadingOutcome(of: input)
            slowest = max(slowest, processorMilliseconds - begun)
            if case .broken(let what) = outcome {
                let digits = input.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                print("input \(number): \(what)\n\(digits)")
                exit(1)
            }
            outcomes[outcome, default: 0] += 1
        }
        let seconds = (ContinuousClock.now - start).components.seconds
        print(
            "\(seconds) s, slowest input \(Int(slowest.rounded(.up))) ms of the processor, peak memory \(peakMemoryKiB) KiB, \(before) KiB of it at the start"
        )
        for (outcome, count) in outcomes.sorted(by: { $0.value > $1.value }) { print("\(count)\t\(outcome)") }
    }

    /// From now on; a machine that is busy or stands still does not count.
    static func limitProcessorTime(seconds: Int) {
        var timer = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: seconds, tv_usec: 0))
        setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
    }

    static var processorMilliseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    static var peakMemoryKiB: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int(usage.ru_maxrss)
    }
}
