/// The version of this program (semver.org).
package enum LanyardVersion {
    package static let current = "0.1.0"
}
