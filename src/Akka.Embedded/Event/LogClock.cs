using Akka.Embedded.Cells;
using Akka.Embedded.Runtime;

namespace Akka.Event;

/// <summary>
/// The time of log entries: that of the system whose actor logs, else the real one. Events are made without a system at hand.
/// </summary>
internal static class LogClock
{
    public static DateTime UtcNow => (ActorCell.Current?.SystemImpl.Runtime ?? RuntimeSetup.Default).Time.GetUtcNow().UtcDateTime;
}
