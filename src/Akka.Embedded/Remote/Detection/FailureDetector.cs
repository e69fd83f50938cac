namespace Akka.Embedded.Detection;

/// <summary>Watches one resource by its heartbeats. Not thread-safe: owned by one actor.</summary>
internal abstract class FailureDetector
{
    /// <summary>True until heartbeats have been missing for too long; true before the first one.</summary>
    public abstract bool IsAvailable { get; }

    /// <summary>True after the first heartbeat.</summary>
    public abstract bool IsMonitoring { get; }

    public abstract void HeartBeat();
}
