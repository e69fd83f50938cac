using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Checks.Picture;

/// <summary>What the world knows of one node's process and its actor system.</summary>
internal sealed class ProcessPicture(int node)
{
    public int Node { get; } = node;

    /// <summary>0: never started.</summary>
    public int Life { get; set; }

    public bool Alive { get; set; }
    public bool Paused { get; set; }
    public bool HasSystem { get; set; }

    /// <summary>Counts the actor systems of all its lives.</summary>
    public int System { get; set; }

    /// <summary>Empty until the present system has told its view.</summary>
    public string Self { get; set; } = "";

    public ImmutableArray<string> Up { get; set; } = [];
    public ImmutableArray<string> Leaving { get; set; } = [];
    public bool AllReachable { get; set; }

    /// <summary>Its links that nothing passes through, in one direction or the other.</summary>
    public int ClosedLinks { get; set; }

    /// <summary>When it was last paused or cut off from somebody; meaningless while it still is.</summary>
    public TimeSpan DisturbedUntil { get; set; } = TimeSpan.MinValue;

    /// <summary>It executes, and has an actor system.</summary>
    public bool Runs => Alive && !Paused && HasSystem;

    public bool IsDisturbed => Paused || ClosedLinks > 0;

    public string Text => Say.Process(Node, Life);

    /// <summary>It was paused or cut off from somebody at some time from <paramref name="since"/> on.</summary>
    public bool WasDisturbed(TimeSpan since) => IsDisturbed || DisturbedUntil >= since;

    /// <summary>Its present system takes that one for a member that is Up.</summary>
    public bool SeesUp(ProcessPicture other) => other.Self.Length > 0 && Up.Contains(other.Self, StringComparer.Ordinal);

    /// <summary>This is the view that it has told already.</summary>
    public bool Sees(MembersSeen seen) =>
        Self == seen.Self && AllReachable == seen.AllReachable
        && Up.AsSpan().SequenceEqual(seen.Up.AsSpan()) && Leaving.AsSpan().SequenceEqual(seen.Leaving.AsSpan());

    /// <summary>Its present system takes that one for a member that may hold slots.</summary>
    public bool Counts(ProcessPicture other) =>
        SeesUp(other) || (other.Self.Length > 0 && Leaving.Contains(other.Self, StringComparer.Ordinal));
}
