import RegistrationLedger

/// The people of the form of /register, which grows by one whenever another is added.
///
/// The first one's fields have plain names; those of the others begin with `p1.`, `p2.` and so on.
struct RegisterForm {
    /// The fields of each, without what they begin with; at least one.
    let people: [PageForm]
    /// Whether nothing was sent yet.
    let isNew: Bool

    init(_ form: PageForm) {
        isNew = !form.has("name")
        let action = form["action"]
        var count = min(max(Int(form["people"]) ?? 1, 1), RegistrationLedger.partyMax)
        var parts = (0..<count).map { $0 == 0 ? form : form.part(Self.prefix($0)) }
        if action == "add", count < RegistrationLedger.partyMax {
            parts.append(form.part(Self.prefix(count)))
        } else if action.hasPrefix("remove-"), let gone = Int(action.dropFirst("remove-".count)),
            (1..<count).contains(gone)
        {
            parts.remove(at: gone)
        }
        count = parts.count
        people = parts
    }

    /// What the names of somebody's fields begin with.
    static func prefix(_ index: Int) -> String { index == 0 ? "" : "p\(index)." }
}
