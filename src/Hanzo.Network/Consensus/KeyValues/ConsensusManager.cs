using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>The store of a group for its users on one node.</summary>
/// <param name="status">Of this node's member.</param>
/// <param name="remove">Takes a node's member out; null: there is no other.</param>
/// <param name="patience">A request that nobody knows the fate of is sent again for so long.</param>
public sealed class ConsensusManager(
    IConsensusGroup group, KeyValueFeed feed, Func<GroupStatus> status, Func<string, CancellationToken, Task>? remove, TimeSpan patience,
    TimeProvider time) : IConsensusManager
{
    /// <summary>It may change <see cref="ReservedKeys"/>: it is the network's own, and nobody else's.</summary>
    public bool IsOwn { get; init; }

    /// <summary>
    /// The group's time is told in steps of at most a second: so much of a lease may have passed, by the group's count, before it began.
    /// </summary>
    private const long LeaseSlack = 1_000;

    public const long MaxLeaseMilliseconds = KeyValueLimits.MaxLeaseMilliseconds - LeaseSlack;

    private readonly SemaphoreSlim _opening = new(1);
    private ClientStamps? _stamps;

    public GroupStatus Status => status();

    public async Task<KeyValueResult> ProposeAsync(KeyValueCommand change, CancellationToken cancellation = default)
    {
        if (KeyValueLimits.Check(change) is { } error) throw new AgentNetworkException(NetworkError.InvalidRequest, $"{error}.");
        if (!IsOwn && ReservedKeys.Refuse(change) is { } reserved)
            throw new AgentNetworkException(NetworkError.ReservedKey, $"{reserved}.");
        var since = time.GetTimestamp();
        for (var reopened = false; ; reopened = true)
        {
            var stamps = await OpenAsync(since, cancellation);
            var stamp = await stamps.BeginAsync(cancellation);
            try
            {
                var (result, isFirst) = await SendAsync(new KeyValueRequest(change, stamp), stamps.Group, since, cancellation);
                if (result is not KeyValueResult.Refused { Reason: KeyValueRefusal.UnknownSession }) return result;
                Interlocked.CompareExchange(ref _stamps, null, stamps);
                // Sent once, it was not executed; sent again, an earlier one may have been, before the session was closed.
                if (!isFirst || reopened)
                    throw new AgentNetworkException(NetworkError.Unconfirmed, "the group has closed this node's session meanwhile.");
            }
            catch (AgentNetworkException refused) when (refused.Error == NetworkError.Unavailable && HasLeft(stamps) && !reopened)
            {
                // It was not executed there, nor ever will be: it is asked of the group that the node is a member of now.
                Interlocked.CompareExchange(ref _stamps, null, stamps);
            }
            finally
            {
                stamps.End(stamp);
            }
        }
    }

    public async Task<KeyValueResult.Transacted> TransactAsync(
        KeyValueCommand.Transact transaction, CancellationToken cancellation = default) =>
        (KeyValueResult.Transacted)Require(await ProposeAsync(transaction, cancellation));

    public async Task<KeyValueEntry?> GetAsync(string key, CancellationToken cancellation = default) =>
        (await StateAsync(cancellation)).Entries.GetValueOrDefault(key);

    public async Task<ImmutableArray<FoundEntry>> ListAsync(string prefix = "", CancellationToken cancellation = default)
    {
        var state = await StateAsync(cancellation);
        return [.. state.Under(prefix).Select(entry => new FoundEntry(entry.Key, entry.Value))];
    }

    public async Task<FoundPage> ListPageAsync(string prefix, string? after, int limit, CancellationToken cancellation = default)
    {
        if (limit is < 1 or > KeyValueLimits.MaxPage)
        {
            throw new AgentNetworkException(
                NetworkError.InvalidRequest, $"a page of {limit} keys; allowed are 1 to {KeyValueLimits.MaxPage}.");
        }
        var state = await StateAsync(cancellation);
        var items = ImmutableArray.CreateBuilder<FoundEntry>();
        var length = 0L;
        foreach (var (key, entry) in after is null ? state.Under(prefix) : state.Under(prefix, after))
        {
            if (items.Count == limit || length >= KeyValueLimits.MaxPageLength) return new FoundPage(items.ToImmutable(), HasMore: true);
            length += key.Length + entry.Value.Length;
            items.Add(new FoundEntry(key, entry));
        }
        return new FoundPage(items.ToImmutable(), HasMore: false);
    }

    public async Task<long> PutAsync(string key, string value, long lease = 0, CancellationToken cancellation = default)
    {
        var put = new KeyValueCommand.Transact([], [new Operation.Put(key, value, lease)], []);
        return (await TransactAsync(put, cancellation)).Revision;
    }

    public async Task<long?> CompareAndSetAsync(
        string key, long expected, string value, long lease = 0, CancellationToken cancellation = default)
    {
        var set = new KeyValueCommand.Transact(
            [Comparison.IsUnchanged(key, expected)], [new Operation.Put(key, value, lease)], []);
        return await TransactAsync(set, cancellation) is { Held: true, Revision: var revision } ? revision : null;
    }

    public async Task<bool> DeleteAsync(string key, CancellationToken cancellation = default)
    {
        var deleted = await TransactAsync(new KeyValueCommand.Transact([], [new Operation.Delete(key)], []), cancellation);
        return deleted.Results[0].Deleted > 0;
    }

    public async Task<long> GrantLeaseAsync(TimeSpan time, CancellationToken cancellation = default)
    {
        var milliseconds = (long)Math.Ceiling(time.TotalMilliseconds);
        if (milliseconds is < 1 or > MaxLeaseMilliseconds)
        {
            throw new AgentNetworkException(
                NetworkError.InvalidRequest,
                $"a lease of {milliseconds} ms; allowed are 1 to {MaxLeaseMilliseconds}.");
        }
        var granted = Require(await ProposeAsync(new KeyValueCommand.GrantLease(milliseconds + LeaseSlack), cancellation));
        return ((KeyValueResult.LeaseGranted)granted).Lease;
    }

    public Task<bool> KeepAliveAsync(long lease, CancellationToken cancellation = default) =>
        OfLeaseAsync(new KeyValueCommand.KeepAlive(lease), cancellation);

    public Task<bool> RevokeLeaseAsync(long lease, CancellationToken cancellation = default) =>
        OfLeaseAsync(new KeyValueCommand.RevokeLease(lease), cancellation);

    public async IAsyncEnumerable<WatchedChange> WatchAsync(
        string prefix = "", long? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // What is told first is not of the past.
        await StateAsync(cancellation);
        await foreach (var change in feed.WatchAsync(prefix, after, cancellation)) yield return change;
    }

    public Task RemoveNodeAsync(string node, CancellationToken cancellation = default) =>
        remove is not null ? remove(node, cancellation)
        : throw new AgentNetworkException(NetworkError.Conflict, $"node '{node}' is no member of the group.");

    /// <summary>A session's number means another one's in another group.</summary>
    private bool HasLeft(ClientStamps stamps) => status().Group is { } present && present != stamps.Group;

    private static AgentNetworkException ToException(ConsensusException cause) => new(
        cause.MayHaveHappened ? NetworkError.Unconfirmed : NetworkError.Unavailable, cause.Message, cause);

    private static KeyValueResult Require(KeyValueResult result) => result is KeyValueResult.Refused refused
        ? throw new AgentNetworkException(
            refused.Reason == KeyValueRefusal.UnknownLease ? NetworkError.UnknownKey
            : refused.Reason == KeyValueRefusal.OutOfBounds ? NetworkError.InvalidRequest
            : NetworkError.Unconfirmed,
            $"{refused.Detail}.")
        : result;

    private async Task<bool> OfLeaseAsync(KeyValueCommand command, CancellationToken cancellation)
    {
        var result = await ProposeAsync(command, cancellation);
        if (result is KeyValueResult.Refused { Reason: KeyValueRefusal.UnknownLease }) return false;
        Require(result);
        return true;
    }

    private async Task<KeyValueState> StateAsync(CancellationToken cancellation)
    {
        try
        {
            await group.CatchUpAsync(cancellation);
            return feed.Part.State;
        }
        catch (ConsensusException cause)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, cause.Message, cause);
        }
    }

    /// <summary>The same stamp makes the same request: it is executed once.</summary>
    private async Task<(KeyValueResult Result, bool IsFirst)> SendAsync(
        KeyValueRequest request, string? of, long since, CancellationToken cancellation)
    {
        var command = KeyValueCodec.Write(request);
        if (command.Length >= RaftSettings.MaxPayloadBytes)
        {
            throw new AgentNetworkException(
                NetworkError.InvalidRequest,
                $"a change of {command.Length} bytes as JSON, where some characters take six; allowed are "
                    + $"{RaftSettings.MaxPayloadBytes - 1}.");
        }
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var result = await group.ProposeAsync(of, KeyValuePart.PartKind, command, cancellation);
                return (KeyValueCodec.ReadResult(result.Span), isFirst);
            }
            catch (ConsensusException cause) when (!cause.MayHaveHappened && !isFirst)
            {
                throw new AgentNetworkException(NetworkError.Unconfirmed, cause.Message, cause);
            }
            catch (ConsensusException cause) when (!cause.MayHaveHappened || time.GetElapsedTime(since) >= patience)
            {
                throw ToException(cause);
            }
            catch (ConsensusException)
            {
                // Sent again: nobody knows, and it is executed once.
            }
        }
    }

    private async Task<ClientStamps> OpenAsync(long since, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _stamps) is { } known && !HasLeft(known)) return known;
        var isAlone = await _opening.WaitAsync(TimeSpan.Zero, cancellation);
        if (!isAlone) await _opening.WaitAsync(cancellation);
        try
        {
            if (Volatile.Read(ref _stamps) is { } opened && !HasLeft(opened)) return opened;
            if (!isAlone && time.GetElapsedTime(since) >= patience)
                throw new AgentNetworkException(NetworkError.Unavailable, "the group has opened no session for this node in time.");
            for (var isFirst = true; ; isFirst = false)
            {
                var of = status().Group;
                try
                {
                    // Opened twice, one is never used and goes by and by.
                    var request = new KeyValueRequest(new KeyValueCommand.OpenSession());
                    var (result, _) = await SendAsync(request, of, time.GetTimestamp(), cancellation);
                    var stamps = new ClientStamps(((KeyValueResult.SessionOpened)Require(result)).Session, of, time);
                    if (!HasLeft(stamps) || !isFirst) return _stamps = stamps;
                }
                catch (AgentNetworkException refused) when (refused.Error == NetworkError.Unavailable && isFirst && status().Group != of)
                {
                    // The node was, or became, a member of another group meanwhile.
                }
            }
        }
        catch (AgentNetworkException unknown) when (unknown.Error == NetworkError.Unconfirmed)
        {
            // What the caller asks has not been sent yet.
            throw new AgentNetworkException(NetworkError.Unavailable, unknown.Message, unknown);
        }
        finally
        {
            _opening.Release();
        }
    }
}
