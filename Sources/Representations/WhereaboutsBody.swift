import Conference
package import EventDesk
import EventStore
package import Foundation

/// Where an event's file is, as JSON.
package struct WhereaboutsBody: Encodable, Sendable {
    /// Which life of the file this machine has.
    package let incarnation: Int
    /// Whether anything is changed here.
    package let isHere: Bool
    /// `reading`, `closing` or `elsewhere`; left out where everything is changed here.
    package let state: String?
    /// `venue` or `server`: where it was handed over to.
    package let place: String?
    /// When that was, and who did it.
    package let since: String?
    package let by: String?
    /// Messages of a payment provider that wait until the file is here again.
    package let waitingMessages: Int
    /// All lives of the file, in order.
    package let lives: [Life]

    package struct Life: Encodable, Sendable {
        package let incarnation: Int
        /// `created`, `restored`, `taken_over`, `handed_over` or `called_off`.
        package let cause: String
        package let began: String
        package let by: String
    }

    package init(_ whereabouts: Whereabouts, zone: TimeZone) {
        let (state, handing): (String?, HandingOver?) =
            switch whereabouts.bar {
            case .onlyRead: ("reading", nil)
            case .closing(let handing): ("closing", handing)
            case .elsewhere(let handing): ("elsewhere", handing)
            case nil: (nil, nil)
            }
        incarnation = whereabouts.incarnation.number
        isHere = state == nil
        self.state = state
        place = handing?.place.rawValue
        since = handing.map { Timestamp($0.time, in: zone).description }
        by = handing?.author
        waitingMessages = whereabouts.waiting
        lives = whereabouts.lives.map { life in
            Life(
                incarnation: life.number, cause: life.cause.rawValue,
                began: Timestamp(life.time, in: zone).description, by: life.author)
        }
    }
}
