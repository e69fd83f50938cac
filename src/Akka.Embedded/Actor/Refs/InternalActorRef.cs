namespace Akka.Actor;

/// <summary>
/// Base of all references. Seam for remoting: a reference to another node overrides <see cref="Tell"/> and
/// <see cref="SendSystemMessage"/> (watch, unwatch, death notifications and stop arrive there).
/// </summary>
internal abstract class InternalActorRef : IActorRef, IActorRefScope
{
    /// <summary>The runtime's own reference behind one that was handed in.</summary>
    public static InternalActorRef Of(IActorRef actor) => actor switch
    {
        InternalActorRef own => own,
        IActorRefProxy proxy => proxy.Target,
        null => throw new ArgumentNullException(nameof(actor)),
        _ => throw new ArgumentException($"{actor.GetType()} is not a reference made by this runtime.", nameof(actor)),
    };

    public abstract ActorPath Path { get; }

    public abstract ActorRefProvider Provider { get; }

    public virtual InternalActorRef Parent => ActorRefs.NobodyRef;

    public virtual bool IsLocal => true;

    public abstract void Tell(object message, IActorRef? sender);

    public virtual void SendSystemMessage(SystemMessage message)
    {
    }

    /// <summary>The descendant at <paramref name="names"/>, or Nobody. "" and ".." are understood.</summary>
    public virtual InternalActorRef GetChild(ReadOnlySpan<string> names) =>
        names.IsEmpty || (names.Length == 1 && names[0].Length == 0) ? this : ActorRefs.NobodyRef;

    public virtual IReadOnlyList<IActorRef> Children => [];

    public void Stop() => SendSystemMessage(new StopActor());

    public void Suspend() => SendSystemMessage(new SuspendActor());

    public void Resume(Exception? causedByFailure = null) => SendSystemMessage(new ResumeActor(causedByFailure));

    public void Restart(Exception cause) => SendSystemMessage(new RecreateActor(cause));

    public virtual bool Equals(IActorRef? other) =>
        ReferenceEquals(this, other) || (other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path));

    public sealed override bool Equals(object? obj) => Equals(obj as IActorRef);

    public override int GetHashCode() => Akka.Embedded.Runtime.StableHash.Combine(Path.GetHashCode(), (int)Path.Uid);

    public int CompareTo(IActorRef? other)
    {
        if (other is null)
            return 1;
        var byPath = Path.CompareTo(other.Path);
        return byPath != 0 ? byPath : Path.Uid.CompareTo(other.Path.Uid);
    }

    public int CompareTo(object? obj) => obj is null or IActorRef
        ? CompareTo(obj as IActorRef)
        : throw new ArgumentException($"An actor reference cannot be compared with a {obj.GetType()}.", nameof(obj));

    public override string ToString() => Path.Uid == 0 ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";
}

/// <summary>Something that is used as a reference and stands for another: a test probe.</summary>
internal interface IActorRefProxy : IActorRef
{
    InternalActorRef Target { get; }
}
