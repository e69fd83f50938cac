using Akka.Embedded.Cells;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Replication;

/// <summary>
/// What changes of data take from outside although their methods have no parameter for it: the clock and the version counter of the
/// actor system whose actor makes the change (the replicator, for an <c>Update</c>), outside of actors those of the process.
/// </summary>
internal static class AmbientRuntime
{
    /// <summary>100 ns units since year 1, UTC.</summary>
    public static long UtcTicks => Current.Time.GetUtcNow().Ticks;

    private static RuntimeSetup Current => ActorCell.Current?.SystemImpl.Runtime ?? RuntimeSetup.Default;

    public static long NextVersion() => Current.Versions.Next();
}
