/// A key as people know it from the list, as JSON.
struct ListedKeyBody: Encodable {
    let number: Int
    /// Its first user id; empty where it has none any more.
    let userID: String
}
