/// A side event with a price and seats of its own.
package struct AddOn: Sendable, Hashable, Identifiable {
    /// A name for accounts, badges and gates, unique among the passes and add-ons of an event.
    package typealias ID = Identifier<AddOn, String>

    package let id: ID
    package let names: LocalizedName
    package var name: String { names.english }
    package let price: Money
    /// How many can be sold; nil for no limit.
    package let seats: Int?

    package init(id: ID, name: String, french: String? = nil, price: Money, seats: Int?) {
        self.id = id
        names = LocalizedName(name, french: french)
        self.price = price
        self.seats = seats
    }
}
