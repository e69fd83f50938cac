using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.State;

/// <summary>
/// One journal of operations and who writes it. Not for several threads at once; the caller appends what it is given, and commits
/// it when it is stored.
/// </summary>
public sealed class StateWriter(StateBoard board, string nodeId)
{
    /// <summary>Of the random part of a writer's name: 40 bits.</summary>
    private const int RandomCharacters = 8;

    private const char BeforeRandom = '~';
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);
    private long _sequence;
    private object? _last;
    private JournalMark? _resumed;

    /// <summary>Null before the journal has been opened.</summary>
    public string? Id { get; private set; }

    /// <summary>Events in the journal.</summary>
    public long Journaled { get; private set; }

    /// <summary>The id of a node's journal.</summary>
    public static string PersistenceIdOf(string network, string nodeId) => $"{NodeRecords.State}{network}/{nodeId}";

    /// <summary>The node that a writer's journal belongs to.</summary>
    public static string NodeOf(string writer) => writer.Split(BeforeRandom)[0];

    /// <summary>For a journal that has no event yet, or <see cref="LostItsEnd"/>.</summary>
    public WriterOpened Open(IIds ids) => new($"{nodeId}{BeforeRandom}{ids.NewUlid()[^RandomCharacters..]}");

    /// <summary>
    /// The journal came back without its end, as from a backup: others know operations of this writer that are not in it, and what
    /// it gave the same numbers to would be taken for them. It goes on as another writer.
    /// </summary>
    public bool LostItsEnd => Id is not null && KnownElsewhere() > _sequence;

    /// <summary>How far the journal is on the board; null: there is nothing in it.</summary>
    public JournalMark? Mark => Id is { } id && _last is { } last ? new(id, Journaled, _sequence, NameOf(last), [.. Met]) : _resumed;

    /// <summary>Who has been heard of and is not in the journal.</summary>
    public IReadOnlyList<WriterMet> Unmet() =>
        [.. board.Writers.Where(writer => writer != Id && !_met.Contains(writer)).Select(writer => new WriterMet(writer))];

    /// <summary>Who is noted in the journal, in order.</summary>
    public IReadOnlyList<string> Met => [.. _met.Order(StringComparer.Ordinal)];

    /// <summary>Names an event among all that a journal may have in its place.</summary>
    public static string NameOf(object @event) => @event switch
    {
        WriterOpened opened => opened.Writer,
        WriterMet met => met.Writer,
        StateOperation operation => string.Create(CultureInfo.InvariantCulture, $"{operation.Sequence}@{operation.Time}"),
        _ => throw new ArgumentOutOfRangeException(nameof(@event), @event, "unknown event"),
    };

    /// <summary>Instead of replaying what the mark stands for; that is on the board.</summary>
    public void Resume(JournalMark mark)
    {
        (Id, Journaled, _sequence, _resumed) = (mark.Writer, mark.Events, mark.Sequence, mark);
        _met.UnionWith(mark.Met);
    }

    /// <summary>An event that is in the journal, read back or just stored.</summary>
    /// <exception cref="FormatException">The journal is not one of shared state.</exception>
    public void Replay(string manifest, ReadOnlySpan<byte> payload) => Replay(StateCodec.Decode(manifest, payload));

    /// <param name="event">A <see cref="StateOperation"/>, <see cref="WriterOpened"/> or <see cref="WriterMet"/>.</param>
    public void Replay(object @event)
    {
        Journaled++;
        _last = @event;
        switch (@event)
        {
            case WriterOpened opened:
                Id = opened.Writer;
                break;
            case WriterMet met:
                _met.Add(met.Writer);
                break;
            default:
                Apply((StateOperation)@event);
                break;
        }
    }

    public StateBatch Begin(DateTimeOffset now) => new(board, RequireId(), Math.Max(_sequence, KnownElsewhere()), now);

    public void Commit(StateBatch batch)
    {
        foreach (var operation in batch.Operations) Replay(operation);
    }

    private void Apply(StateOperation operation)
    {
        _sequence = operation.Sequence;
        board.Apply(RequireId(), operation);
    }

    /// <summary>A journal that came back without its end, as after a power loss, must not give a number twice.</summary>
    private long KnownElsewhere() => board.HighestOf(RequireId());

    private string RequireId() => Id ?? throw new FormatException("the journal of shared state does not begin with 'state.opened'.");
}
