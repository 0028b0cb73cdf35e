import Catalogues
import Conference
import Foundation
import Hummingbird
import LanyardHTTP

/// /keysigning: a participant hands in a key and proves that it is theirs. Their link's secret stands behind `#` and is
/// sent by `templates/static/keysigning.js` alone, as the bearer token of `/v1/keysigning/self`.
struct KeysigningPages {
    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.keysigningPage, for: nil) { visit in
            let words = try JSONText.encode(visit.words.texts(withPrefix: "own_key_"))
            return try visit.page(
                "keysigning", ["script_words": .text(String(decoding: words, as: UTF8.self))], script: "keysigning")
        }
        KeysigningDeskPages().addRoutes(to: pages)
    }
}
