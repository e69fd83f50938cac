using Akka.Actor;

namespace Akka.DistributedData;

/// <summary>Marks what goes to and from a replicator.</summary>
public interface IReplicatorMessage;

/// <summary>Asks the replicator for a value; the answer is an <see cref="IGetResponse"/>.</summary>
public sealed record Get : IReplicatorMessage
{
    public Get(IKey key, IReadConsistency consistency, object? request = null) => (Key, Consistency, Request) = (key, consistency, request);

    public IKey Key { get; }

    public IReadConsistency Consistency { get; }

    /// <summary>Comes back with the answer.</summary>
    public object? Request { get; }

    public override string ToString() => $"Get({Key}:{Consistency}{RequestText.Of(Request)})";
}

public interface IGetResponse : INoSerializationVerificationNeeded
{
    IKey Key { get; }

    object? Request { get; }

    bool IsSuccessful { get; }

    /// <summary>False only if no replica that was asked has a value.</summary>
    bool IsFound { get; }

    bool IsFailure { get; }

    /// <exception cref="InvalidCastException">The value is of another type.</exception>
    /// <exception cref="KeyNotFoundException">There is no value.</exception>
    /// <exception cref="TimeoutException">Not enough replicas have answered in time.</exception>
    T Get<T>(IKey<T> key)
        where T : IReplicatedData;
}

public sealed record GetSuccess : IGetResponse, IReplicatorMessage
{
    public GetSuccess(IKey key, object? request, IReplicatedData data) => (Key, Request, Data) = (key, request, data);

    public IKey Key { get; }

    public object? Request { get; }

    public IReplicatedData Data { get; }

    public bool IsSuccessful => true;

    public bool IsFound => true;

    public bool IsFailure => false;

    public T Get<T>(IKey<T> key)
        where T : IReplicatedData =>
        Data is T data
            ? data
            : throw new InvalidCastException($"The value of '{Key}' is a {Data.GetType()}, not a {typeof(T)} as '{key}' says.");

    public override string ToString() => $"GetSuccess({Key}:{Data}{RequestText.Of(Request)})";
}

public sealed record NotFound : IGetResponse, IReplicatorMessage
{
    public NotFound(IKey key, object? request) => (Key, Request) = (key, request);

    public IKey Key { get; }

    public object? Request { get; }

    public bool IsSuccessful => false;

    public bool IsFound => false;

    public bool IsFailure => false;

    public T Get<T>(IKey<T> key)
        where T : IReplicatedData =>
        throw new KeyNotFoundException($"There is no value for the key '{Key}'.");

    public override string ToString() => $"NotFound({Key}{RequestText.Of(Request)})";
}

/// <summary>Not enough replicas have answered in time.</summary>
public sealed record GetFailure : IGetResponse, IReplicatorMessage
{
    public GetFailure(IKey key, object? request) => (Key, Request) = (key, request);

    public IKey Key { get; }

    public object? Request { get; }

    public bool IsSuccessful => false;

    public bool IsFound => true;

    public bool IsFailure => true;

    public T Get<T>(IKey<T> key)
        where T : IReplicatedData =>
        throw new TimeoutException($"Not enough replicas have answered in time for the key '{Key}'.");

    public override string ToString() => $"GetFailure({Key}{RequestText.Of(Request)})";
}

internal static class RequestText
{
    public static string Of(object? request) => request is null ? "" : $", req={request}";
}
