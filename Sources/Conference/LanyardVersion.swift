/// The version of this program (semver.org). This is the only place that says it.
package enum LanyardVersion {
    package static let current = "0.2.0"
}
