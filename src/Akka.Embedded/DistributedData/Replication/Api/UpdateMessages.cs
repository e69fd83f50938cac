using System.Runtime.ExceptionServices;
using Akka.Actor;

namespace Akka.DistributedData;

/// <summary>
/// Asks the replicator to change a value; the answer is an <see cref="IUpdateResponse"/>. The change runs within the replicator, so it must
/// be pure: all that it needs it has captured.
/// </summary>
public sealed class Update : INoSerializationVerificationNeeded
{
    /// <param name="modify">From the value, or null where there is none, to the changed value.</param>
    public Update(IKey key, IWriteConsistency consistency, Func<IReplicatedData?, IReplicatedData> modify, object? request = null) =>
        (Key, Consistency, Modify, Request) = (key, consistency, modify, request);

    /// <param name="initial">Changed where there is no value.</param>
    public Update(
        IKey key,
        IReplicatedData initial,
        IWriteConsistency consistency,
        Func<IReplicatedData, IReplicatedData> modify,
        object? request = null)
        : this(key, consistency, data => modify(data ?? initial), request)
    {
    }

    public IKey Key { get; }

    public IWriteConsistency Consistency { get; }

    /// <summary>Comes back with the answer.</summary>
    public object? Request { get; }

    public Func<IReplicatedData?, IReplicatedData> Modify { get; }

    public override string ToString() => $"Update({Key}, {Consistency}{RequestText.Of(Request)})";
}

public interface IUpdateResponse : INoSerializationVerificationNeeded
{
    IKey Key { get; }

    object? Request { get; }

    /// <summary>False does not mean that nothing was written: see <see cref="UpdateTimeout"/>.</summary>
    bool IsSuccessful { get; }

    void ThrowOnFailure();
}

public interface IUpdateFailure : IUpdateResponse
{
    Exception Cause { get; }
}

public sealed record UpdateSuccess : IUpdateResponse
{
    public UpdateSuccess(IKey key, object? request) => (Key, Request) = (key, request);

    public IKey Key { get; }

    public object? Request { get; }

    public bool IsSuccessful => true;

    public void ThrowOnFailure()
    {
    }

    public override string ToString() => $"UpdateSuccess({Key}{RequestText.Of(Request)})";
}

/// <summary>
/// Not enough replicas have confirmed the write in time. It is done on this node and will reach the others when they can be reached.
/// </summary>
public sealed record UpdateTimeout : IUpdateFailure
{
    public UpdateTimeout(IKey key, object? request) => (Key, Request) = (key, request);

    public IKey Key { get; }

    public object? Request { get; }

    public bool IsSuccessful => false;

    public Exception Cause => new TimeoutException($"The update of key '{Key}' was not confirmed by enough replicas in time.");

    public void ThrowOnFailure() => throw Cause;

    public override string ToString() => $"UpdateTimeout({Key}{RequestText.Of(Request)})";
}

/// <summary>The change itself has failed; nothing was written.</summary>
public sealed class ModifyFailure(IKey key, string errorMessage, Exception cause, object? request) : IUpdateFailure
{
    public IKey Key { get; } = key;

    public object? Request { get; } = request;

    public string ErrorMessage { get; } = errorMessage;

    public Exception Cause { get; } = cause;

    public bool IsSuccessful => false;

    public void ThrowOnFailure() => ExceptionDispatchInfo.Capture(Cause).Throw();

    public override string ToString() => $"ModifyFailure({Key}, {Cause}{RequestText.Of(Request)})";
}
