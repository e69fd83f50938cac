using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>Why a cell waits for children to end.</summary>
internal enum WaitReason
{
    None,
    Creation,
    Recreation,
    Termination,
}

/// <summary>
/// The children of one cell by name. Any thread may look up and (for the guardians) add, so everything is under one lock.
/// </summary>
internal sealed class Children
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InternalActorRef?> _byName = new(StringComparer.Ordinal);
    private Dictionary<string, ChildStats>? _failed;
    private HashSet<IActorRef>? _dying;
    private long _nextName;

    public WaitReason Reason { get; private set; }

    /// <summary>Grows with each child that comes or goes.</summary>
    public int Changes { get; private set; }

    public Exception? RecreationCause { get; private set; }

    public bool IsClosed { get; private set; }

    public static InvalidOperationException Closed() => new("Cannot create child while terminating or terminated");

    /// <summary>Takes the name, so that nobody else can, until <see cref="Add"/> or <see cref="Release"/>.</summary>
    /// <exception cref="InvalidActorNameException">Taken.</exception>
    /// <exception cref="InvalidOperationException">The parent ends.</exception>
    public string Reserve(string? name)
    {
        lock (_gate)
        {
            if (IsClosed || Reason == WaitReason.Termination)
                throw Closed();
            name ??= PathNames.Anonymous(_nextName++);
            if (!_byName.TryAdd(name, null))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            return name;
        }
    }

    public void Release(string name)
    {
        lock (_gate)
            _byName.Remove(name);
    }

    public void Add(InternalActorRef child)
    {
        lock (_gate)
        {
            Changes++;
            _byName[child.Path.Name] = child;
        }
    }

    public bool TryGet(string name, [NotNullWhen(true)] out InternalActorRef? child)
    {
        lock (_gate)
            return _byName.TryGetValue(name, out child) && child is not null;
    }

    /// <summary>Whether this incarnation is a child.</summary>
    public bool Has(IActorRef actor) => TryGet(actor.Path.Name, out var child) && child.Equals(actor);

    public InternalActorRef[] All()
    {
        lock (_gate)
            return _byName.Values.Where(child => child is not null).ToArray()!;
    }

    /// <summary>Kept from the first failure of a child to its end: most children never fail.</summary>
    public ChildStats StatsOf(InternalActorRef child)
    {
        lock (_gate)
        {
            _failed ??= new Dictionary<string, ChildStats>(StringComparer.Ordinal);
            return _failed.TryGetValue(child.Path.Name, out var stats) ? stats : _failed[child.Path.Name] = new ChildStats(child);
        }
    }

    /// <summary>Notes that the child has been told to stop.</summary>
    public void MarkDying(IActorRef child)
    {
        lock (_gate)
        {
            if (_byName.TryGetValue(child.Path.Name, out var known) && known is not null && known.Equals(child))
                (_dying ??= []).Add(child);
        }
    }

    /// <summary>Says what is to go on once all dying children have ended. False when none is dying.</summary>
    public bool WaitForDying(WaitReason reason, Exception? recreationCause = null)
    {
        lock (_gate)
        {
            if (_dying is not { Count: > 0 })
            {
                IsClosed |= reason == WaitReason.Termination;
                return false;
            }
            Reason = reason;
            RecreationCause = recreationCause;
            return true;
        }
    }

    /// <summary>Forgets an ended child. Returns what was waited for when it was the last one dying.</summary>
    public WaitReason Remove(IActorRef child)
    {
        lock (_gate)
        {
            if (_byName.TryGetValue(child.Path.Name, out var known) && known is not null && known.Equals(child))
            {
                Changes++;
                _byName.Remove(child.Path.Name);
                _failed?.Remove(child.Path.Name);
            }

            if (_dying is null || !_dying.Remove(child) || _dying.Count > 0)
                return WaitReason.None;
            var reason = Reason;
            Reason = WaitReason.None;
            IsClosed |= reason == WaitReason.Termination;
            return reason;
        }
    }
}
