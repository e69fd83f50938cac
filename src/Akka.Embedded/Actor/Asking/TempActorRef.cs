namespace Akka.Actor;

/// <summary>
/// A reference that waits for an answer. It is entered under <c>/temp</c> only when somebody asks for its path, which is when it is
/// to be written to the network or kept in a set.
/// </summary>
internal abstract class TempActorRef(ActorRefProvider provider) : InternalActorRef
{
    private ActorPath? _path;

    public sealed override ActorPath Path => _path ?? Register();

    public sealed override ActorRefProvider Provider => provider;

    public override InternalActorRef Parent => provider.TempContainer;

    public sealed override bool Equals(IActorRef? other) => ReferenceEquals(this, other) || (_path is not null && base.Equals(other));

    /// <summary>Nothing is waited for any more. True before <see cref="Unregister"/> is called.</summary>
    protected abstract bool IsOver { get; }

    protected void Unregister()
    {
        if (Volatile.Read(ref _path) is { } path)
            provider.UnregisterTempActor(path);
    }

    private ActorPath Register()
    {
        var path = provider.TempPath();
        var seen = Interlocked.CompareExchange(ref _path, path, null);
        if (seen is not null)
            return seen;
        provider.RegisterTempActor(this, path);

        // Unregister may have come too early to see the path: a question may be written after the time for its answer.
        if (IsOver)
            provider.UnregisterTempActor(path);
        return path;
    }
}
