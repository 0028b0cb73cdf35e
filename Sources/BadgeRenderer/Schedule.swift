package import Conference

extension BadgeContent {
    /// What is open to the wearer of a badge on one day of the event.
    package struct ScheduleDay: Sendable, Hashable {
        /// A door and when it is open.
        package struct Entry: Sendable, Hashable {
            /// `07:30–20:00`.
            package let hours: String
            package let title: String

            package init(hours: String, title: String) {
                self.hours = hours
                self.title = title
            }
        }

        /// `Saturday 14 February`, in the language of the holder.
        package let title: String
        /// By their hours.
        package let entries: [Entry]

        package init(title: String, entries: [Entry]) {
            self.title = title
            self.entries = entries
        }
    }
}

extension EventDefinition {
    /// The days of a pass, and on each the gates that let its holder in; the gates of add-ons also on other days.
    package func schedule(
        category: Category, days: DaySet, addOns: Set<AddOn.ID>, in language: Language
    ) -> [BadgeContent.ScheduleDay] {
        self.days.compactMap { day in
            let open = gates.filter { gate in
                guard gate.days.contains(day.number) else { return false }
                return switch gate.admits {
                case .anyPass: days.contains(day.number)
                case .categories(let categories): days.contains(day.number) && categories.contains(category)
                case .addOn(let addOn): addOns.contains(addOn)
                }
            }
            guard days.contains(day.number) || !open.isEmpty else { return nil }
            let entries = open.sorted { ($0.opensAt, $0.closesAt) < ($1.opensAt, $1.closesAt) }.map { gate in
                BadgeContent.ScheduleDay.Entry(hours: "\(gate.opensAt)–\(gate.closesAt)", title: gate.names[language])
            }
            return BadgeContent.ScheduleDay(title: language.longDay(day.date), entries: entries)
        }
    }
}
