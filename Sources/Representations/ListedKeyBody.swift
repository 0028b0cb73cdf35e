/// A key as people know it from the list, as JSON.
package struct ListedKeyBody: Encodable {
    package let number: Int
    /// Its first user id; empty if it no longer has one.
    package let userID: String

    package init(number: Int, userID: String) {
        self.number = number
        self.userID = userID
    }
}
