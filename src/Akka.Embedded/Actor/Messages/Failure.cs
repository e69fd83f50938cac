namespace Akka.Actor;

/// <summary>The older form of <see cref="Status.Failure"/>.</summary>
[Obsolete("Use Akka.Actor.Status.Failure")]
public class Failure
{
    public Exception Exception { get; set; } = null!;

    public DateTime Timestamp { get; set; }
}
