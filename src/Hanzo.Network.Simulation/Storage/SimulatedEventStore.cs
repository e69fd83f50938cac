using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.World;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>
/// The journal that the nodes of a network share, on a machine of its own, as a database server would be. It tells what is stored
/// for good, what is acknowledged to whom, and at the end what it holds.
/// </summary>
/// <remarks>Its clock is the world's: the store's work goes on outside all processes.</remarks>
public sealed class SimulatedEventStore
{
    private const string LogName = "journal.log";

    private readonly SimulatedDisk _disk;
    private readonly EventStoreFlaws _flaws;
    private readonly HashSet<int> _cutOff = [];
    private readonly List<JournalCall> _atWork = [];
    private readonly List<(EventStoreHandle Handle, Action Again)> _waiting = [];
    private EventLog? _log;
    private int _told;
    private int _starts;
    private int _outages;

    public SimulatedEventStore(
        TimeProvider time, SimulatedRandom random, SimulatedDisk disk, JournalAccess access, Action<Observation> observe)
        : this(time, random, disk, access, observe, EventStoreFlaws.None)
    {
    }

    internal SimulatedEventStore(
        TimeProvider time,
        SimulatedRandom random,
        SimulatedDisk disk,
        JournalAccess access,
        Action<Observation> observe,
        EventStoreFlaws flaws)
    {
        (Time, Random, Access, Observe) = (time, random, access, observe);
        (_disk, _flaws) = (disk, flaws);
        Start(TimeSpan.Zero);
    }

    /// <summary>False while its machine is dark or its process reads the log.</summary>
    public bool IsUp => _log is not null;

    internal TimeProvider Time { get; }

    internal SimulatedRandom Random { get; }

    internal JournalAccess Access { get; }

    internal Action<Observation> Observe { get; }

    /// <summary>The store as one process of a node uses it.</summary>
    public EventStoreHandle For(int node, int life) => new(this, node, life);

    /// <summary>Whether anything passes between a node and the journal's machine.</summary>
    public void SetReachable(int node, bool reachable)
    {
        if (!reachable) _cutOff.Add(node);
        else if (_cutOff.Remove(node)) Wake();
    }

    /// <summary>
    /// The journal's machine goes dark: unsynced writes are lost, calls at work are without answer. Outages may overlap; each has its
    /// <see cref="PowerOn"/>.
    /// </summary>
    public void PowerLoss()
    {
        _outages++;
        _starts++;
        _told = _log?.End ?? _told;
        _log = null;
        _disk.PowerLoss();
        foreach (var call in _atWork.ToArray()) call.Lost();
        _atWork.Clear();
    }

    /// <summary>With the last outage's end the journal's machine has power again; its process reads the log before it answers.</summary>
    public void PowerOn()
    {
        if (_outages > 0 && --_outages == 0) Start(Access.Restart.Draw(Random));
    }

    /// <summary>
    /// Observes each event that the disk holds, in order of persistence id and sequence number; also those that readers do not see
    /// any more.
    /// </summary>
    public void ReadAll()
    {
        // Behind its end there may be what a failed batch has left.
        var file = _disk.Open(LogName);
        var bytes = file.Content()[..(_log?.End ?? file.Synced)];
        var found = new List<Append>();
        for (var position = 0; AppendFormat.Read(bytes, ref position) is { } entry;)
            if (entry is Append append) found.Add(append);
        var at = Time.Now();
        foreach (var append in found.OrderBy(a => a.PersistenceId, StringComparer.Ordinal).ThenBy(a => a.First))
            foreach (var stored in append.Events)
                Observe(new EventRead(
                    at, append.Node, append.PersistenceId, stored.Sequence, stored.Writer, stored.Manifest, ContentHash.Of(stored)));
    }

    /// <summary>Null: nothing gets through from this node now.</summary>
    internal EventLog? LogFor(int node) => _cutOff.Contains(node) ? null : _log;

    internal TimeSpan Travel() => Access.Travel.Draw(Random);

    internal void Begin(JournalCall call) => _atWork.Add(call);

    internal void End(JournalCall call) => _atWork.Remove(call);

    /// <summary>Tries again when more gets through than now.</summary>
    internal void Wait(EventStoreHandle handle, Action again) => _waiting.Add((handle, again));

    private void Start(TimeSpan delay)
    {
        var start = ++_starts;
        Time.After(delay, () => _ = RecoverAsync(start));
    }

    private async Task RecoverAsync(int start)
    {
        while (start == _starts)
        {
            try
            {
                _log = await EventLog.RecoverAsync(_disk.Open(LogName), _told, _flaws, OnStored);
                Wake();
                return;
            }
            catch (IOException)
            {
                // A database server that cannot read its log is started again and again.
                await Task.Delay(Access.Retry.Draw(Random), Time);
            }
        }
    }

    private void OnStored(Append append)
    {
        var at = Time.Now();
        foreach (var stored in append.Events)
            Observe(new EventStored(
                at, append.Node, append.PersistenceId, stored.Sequence, stored.Writer, stored.Manifest, ContentHash.Of(stored)));
    }

    private void Wake()
    {
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var (handle, again) in waiting)
            if (!handle.IsEnded) Time.After(Travel(), again);
    }
}
