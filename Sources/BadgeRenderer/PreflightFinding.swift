package import Conference

/// Something about a badge that somebody should see before it uses up paper.
package struct PreflightFinding: Sendable, Hashable {
    package enum Severity: String, Sendable, Comparable {
        /// The badge would not do its job.
        case problem
        /// Worth a look.
        case notice

        package static func < (left: Self, right: Self) -> Bool { left == .problem && right == .notice }
    }

    package enum Code: String, ErrorCode {
        /// There is no name to print.
        case badgeNameMissing = "badge_name_missing"
        /// The template shows a QR code and there is none. A badge without it does not open a door.
        case credentialMissing = "credential_missing"
        /// Details: `characters`, as `U+0041 U+0042`.
        case glyphMissing = "glyph_missing"
        /// It did not fit at the smaller size and ends in an ellipsis. Details: `size` in points.
        case textEllipsized = "text_ellipsized"
        /// One line at the smaller size is taller than its box and was cut off. Details: `size` in points.
        case textTooHigh = "text_too_high"
        /// Modules are smaller than printers print and scanners read. Details: `module_mm`, `module_mm_min`.
        case codeTooSmall = "code_too_small"
        /// A word was broken where no line may break. Details: `size` in points.
        case wordBroken = "word_broken"
        /// Control characters or the like were left out. Details: `characters`.
        case charactersRemoved = "characters_removed"
        /// Another badge of the run has the same name. Details: `registration`, the first that has it.
        case nameDuplicate = "name_duplicate"

        package var severity: Severity {
            switch self {
            case .badgeNameMissing, .credentialMissing, .glyphMissing, .textEllipsized, .textTooHigh, .codeTooSmall:
                .problem
            case .wordBroken, .charactersRemoved, .nameDuplicate: .notice
            }
        }
    }

    package let code: Code
    /// Whose badge; nil for what concerns all badges, which is reported once.
    package let registration: RegistrationCode?
    package let field: BadgeField.ID
    package let details: [ErrorDetail]

    init(_ code: Code, _ registration: RegistrationCode?, _ field: BadgeField, _ details: ErrorDetail...) {
        self.code = code
        self.registration = registration
        self.field = field.id
        self.details = details
    }

    package var severity: Severity { code.severity }
}

/// Collects the findings of a run.
struct PreflightLog {
    private(set) var findings: [PreflightFinding] = []
    private var seen: Set<PreflightFinding> = []
    private var names: [String: RegistrationCode] = [:]

    /// Notes a finding once: fields can be on both sides of a badge, and what badges share is checked for each.
    mutating func add(_ finding: PreflightFinding) {
        guard seen.insert(finding).inserted else { return }
        findings.append(finding)
    }

    /// Notes a badge's name and reports it if another registration had it before.
    mutating func add(name: String, of registration: RegistrationCode, field: BadgeField) {
        let key = name.lowercased()
        guard let first = names[key] else {
            names[key] = registration
            return
        }
        if first != registration {
            add(PreflightFinding(.nameDuplicate, registration, field, ErrorDetail("registration", first)))
        }
    }

    /// Problems first, otherwise in the order of the run.
    var sorted: [PreflightFinding] {
        findings.filter { $0.severity == .problem } + findings.filter { $0.severity == .notice }
    }
}
