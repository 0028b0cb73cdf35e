package import Conference

extension Device.Role {
    /// Which answers to the organizer's questions it may see. A desk may do everything that a door may.
    package var answerSight: AnswerSight {
        switch self {
        case .organizer: .everything
        case .desk: .readers([.desk, .door])
        case .door: .readers([.door])
        // What the kitchen is told are counts: no name goes with it.
        case .reports: .readers([.reports])
        case .kiosk, .keysigning, .exhibitor: .nothing
        }
    }
}
