using System.Collections.Immutable;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.Tests.Consensus.Checks;

namespace Hanzo.Network.Tests.Consensus.Simulated;

/// <summary>
/// Does one operation after the other, asks again elsewhere what is not answered, and notes what it saw. Writes are numbered in a session,
/// so that one that is repeated happens once.
/// </summary>
internal sealed class SimulatedClient(int number, SimulatedGroup group, Random random)
{
    private const long Patience = 25 * SimulatedClock.Tick;

    private readonly List<StoreOperation> _history = [];
    private long? _session;
    private long _sequence;
    private int _asked;
    private int _left = group.Options.Operations;

    public IReadOnlyList<StoreOperation> History => _history;

    public bool IsDone => _left == 0;

    public void Start() => group.Clock.In(random.Next(20 * (int)SimulatedClock.Tick), OpenSession);

    private static string Name(int key) => "k" + key;

    private void OpenSession() => Ask(new KeyValueRequest(new KeyValueCommand.OpenSession()), result =>
    {
        _session = ((KeyValueResult.SessionOpened)result).Session;
        Next();
    });

    private void Next()
    {
        if (IsDone) return;
        var operation = Draw() with { Called = group.Clock.Moment };
        _history.Add(operation);
        if (operation is { If.Length: 0, Then.Length: 0 }) Read(operation);
        else Write(operation);
    }

    private StoreOperation Draw()
    {
        var (key, other) = (random.Next(4), random.Next(4));
        var value = _history.Count + number * 1_000 + 1;
        var last = _history.LastOrDefault(operation => operation.Reads.Contains(key));
        var seen = last?.Values[last.Reads.IndexOf(key)] ?? 0;
        return random.Next(10) switch
        {
            < 4 => new StoreOperation(number, [], [], [key]),
            < 6 => new StoreOperation(number, [], [(key, value)], []),
            < 8 => new StoreOperation(number, [(key, seen)], [(key, value)], [key]),
            _ when key != other => new StoreOperation(number, [(key, seen)], [(key, value), (other, value)], [key, other]),
            _ => new StoreOperation(number, [], [(key, value)], [key]),
        };
    }

    private void Write(StoreOperation operation)
    {
        ImmutableArray<Operation> reads = [.. operation.Reads.Select(key => new Operation.Get(Name(key)))];
        var transact = new KeyValueCommand.Transact(
            [.. operation.If.Select(compared => compared.Value == 0
                ? Comparison.IsAbsent(Name(compared.Key)) : Comparison.Is(Name(compared.Key), "" + compared.Value))],
            [.. reads, .. operation.Then.Select(put => new Operation.Put(Name(put.Key), "" + put.Value))],
            reads);
        var stamp = new ClientStamp(_session!.Value, ++_sequence, _sequence - 1);
        Ask(new KeyValueRequest(transact, stamp), result =>
        {
            if (result is not KeyValueResult.Transacted done)
                throw new PropertyBrokenException("acknowledged requests survive", $"client {number} is told {result}");
            Note(operation, done.Held, [.. done.Results.Take(operation.Reads.Length)
                .Select(read => read.Entries.IsEmpty ? 0 : int.Parse(read.Entries[0].Entry.Value))]);
        });
    }

    private void Read(StoreOperation operation)
    {
        var asked = ++_asked;
        group.Clock.In(Patience, () => Again(asked, () => Read(operation)));
        var member = group.Pick(random);
        group.Clock.In(random.Next(200), () => member.Read(state => Answered(asked, state is null ? null : () =>
        {
            var values = operation.Reads.Select(key => state.Entries.TryGetValue(Name(key), out var entry) ? int.Parse(entry.Value) : 0);
            Note(operation, true, [.. values]);
        }, () => Read(operation))));
    }

    private void Ask(KeyValueRequest request, Action<KeyValueResult> told)
    {
        var asked = ++_asked;
        group.Clock.In(Patience, () => Again(asked, () => Ask(request, told)));
        var member = group.Pick(random);
        group.Clock.In(random.Next(200), () => member.Propose(request, result =>
            Answered(asked, result is null ? null : () => told(result), () => Ask(request, told))));
    }

    private void Answered(int asked, Action? answer, Action again) => group.Clock.In(random.Next(200), () =>
    {
        if (asked != _asked) return;
        if (answer is not null)
        {
            _asked++;
            answer();
        }
        else group.Clock.In(random.Next(2_000), () => Again(asked, again));
    });

    private void Again(int asked, Action again)
    {
        if (asked == _asked) again();
    }

    private void Note(StoreOperation operation, bool held, ImmutableArray<int> values)
    {
        operation.Held = held;
        operation.Values = values;
        operation.Returned = group.Clock.Moment;
        _left--;
        group.Clock.In(random.Next(20_000), Next);
    }
}
