using System.Globalization;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// This member's copy of a group's journal, in a file of its own. The group's log makes it durable: what a loss of power takes from its end
/// is applied again.
/// </summary>
public sealed class ReplicatedJournal : IGroupPart, IDisposable
{
    /// <summary>Of its entries in the log.</summary>
    public const byte PartKind = JournalCodec.PartKind;

    public const string FileName = "replica.db";

    private const int CopyBytes = 1024 * 1024;
    private const string Sending = ".sending-";
    private const string Arriving = ".arriving";
    private const string WriteAhead = "-wal";

    private readonly SqliteJournalFile _file;
    private readonly SqliteJournalOptions _options;
    private readonly SemaphoreSlim _free = new(1);
    private volatile ReplicaMachine? _machine;
    private ReplicaSnapshot? _sending;
    private int _snapshots;
    private bool _closed;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">No other process uses it.</param>
    /// <exception cref="EventStoreException">It cannot be used; the message names the file and says why.</exception>
    public ReplicatedJournal(string path, IIds ids, SqliteJournalOptions? options = null)
    {
        _options = options ?? new SqliteJournalOptions();
        _file = new SqliteJournalFile(path, ids, _options);
        _machine = new ReplicaMachine(_file);
        Readers = new SqliteReaders(_file);
        Delete(Sending);
        Delete(Arriving);
    }

    public byte Kind => PartKind;

    public long Applied => _machine?.Applied ?? 0;

    public string Path => _file.Path;

    internal SqliteReaders Readers { get; }

    /// <summary>Opened again when there is none since another file was to take its place.</summary>
    private ReplicaMachine Machine => _machine ??= new ReplicaMachine(_file);

    public async ValueTask EnterAsync(string group, CancellationToken cancellation)
    {
        var found = await UseAsync(() => Machine.Enter(group), cancellation);
        if (found != group)
        {
            throw new ConsensusLogException(
                Path, $"it holds the journal of the group {found}, not of {group}; move it away to begin anew.");
        }
    }

    public bool Knows(ReadOnlyMemory<byte> command) => JournalCodec.Knows(command);

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ApplyAsync(
        IReadOnlyList<PartCommand> commands, CancellationToken cancellation) => UseAsync(() => Machine.Apply(commands), cancellation);

    public ValueTask<IPartSnapshot> SnapshotAsync(CancellationToken cancellation) => UseAsync<IPartSnapshot>(
        () =>
        {
            var number = (++_snapshots).ToString(CultureInfo.InvariantCulture);
            return _sending = new ReplicaSnapshot(_file, Path + Sending + number, _options.BusyTimeout);
        },
        cancellation);

    public ValueTask<long?> FlushAsync(CancellationToken cancellation) => UseAsync<long?>(() => Machine.Flush(), cancellation);

    /// <summary>
    /// What comes is a file like this one, and takes its place as it is: a crash before that leaves the old one, and one after it the new.
    /// </summary>
    public async ValueTask RestoreAsync(long applied, Stream content, CancellationToken cancellation)
    {
        try
        {
            // The disk may be slow, and the caller's thread may be an actor's.
            await Task.Run(() => KeepAsync(content, cancellation), cancellation);
            if (_sending is { } sending) await sending.LeaveOriginalAsync();
            await UseAsync(
                () =>
                {
                    Adopt(applied);
                    return true;
                },
                cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConsensusLogException(Path, $"what another member sent cannot be kept: {failure.Message}", failure);
        }
        finally
        {
            Delete(Arriving);
        }
    }

    /// <summary>The file goes to the folder, and an empty one takes its place. Who reads meanwhile reads the one or the other.</summary>
    public async ValueTask SetAsideAsync(string group, string? folder, CancellationToken cancellation)
    {
        try
        {
            if (_sending is { } sending) await sending.LeaveOriginalAsync();
            await UseAsync(() => SetAside(group, folder), cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConsensusLogException(Path, $"it cannot be set aside: {failure.Message}", failure);
        }
    }

    /// <summary>What is under way ends first.</summary>
    public void Dispose()
    {
        _free.Wait();
        if (!_closed)
        {
            _closed = true;
            _machine?.Dispose();
            Readers.Dispose();
        }

        _free.Release();
    }

    private async Task KeepAsync(Stream content, CancellationToken cancellation)
    {
        using var file = new SteadyFile(Path + Arriving);
        var portion = new byte[CopyBytes];
        while (await content.ReadAsync(portion, cancellation) is var read and > 0) file.Write(portion.AsSpan(0, read));
        file.Sync();
    }

    private void Adopt(long applied)
    {
        var machine = Machine;
        ReplicaArrival.Prepare(Path + Arriving, _options.BusyTimeout, machine.Notes(), applied);
        Readers.Pause();
        try
        {
            _machine = null;
            // The last one that closes the file takes along what is beside it; that would spoil another file of the name.
            machine.Dispose();
            if (File.Exists(Path + WriteAhead))
                throw new IOException($"'{Path}' is open elsewhere, so another file cannot take its place; close it there.");
            var folder = System.IO.Path.GetDirectoryName(Path)!;
            FolderSync.Sync(folder);
            File.Move(Path + Arriving, Path, overwrite: true);
            FolderSync.Sync(folder);
            _machine = new ReplicaMachine(_file);
        }
        finally
        {
            Readers.Resume();
        }
    }

    private bool SetAside(string group, string? folder)
    {
        var machine = Machine;
        if (machine.Applied == 0 || machine.Group != group) return false;
        if (folder is null)
            throw new ConsensusLogException(Path, $"it holds the journal of the group {group}, which this node leaves; move it away.");
        machine.Flush();
        Readers.Pause();
        try
        {
            _machine = null;
            machine.Dispose();
            DatabaseFiles.Move(Path, System.IO.Path.Combine(folder, FileName));
            FolderSync.Sync(System.IO.Path.GetDirectoryName(Path)!);
            _machine = new ReplicaMachine(_file);
        }
        finally
        {
            Readers.Resume();
        }

        return true;
    }

    private async ValueTask<T> UseAsync<T>(Func<T> use, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            if (_closed) throw new ConsensusLogException(Path, "it is closed.");
            // The disk may be slow, and the caller's thread may be an actor's.
            return await Task.Run(use, CancellationToken.None);
        }
        catch (EventStoreException failure)
        {
            throw new ConsensusLogException(Path, failure.Message, failure);
        }
        finally
        {
            _free.Release();
        }
    }

    private void Delete(string suffix)
    {
        var (folder, name) = (System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileName(Path));
        foreach (var file in Directory.EnumerateFiles(folder, name + suffix + "*")) File.Delete(file);
    }
}
