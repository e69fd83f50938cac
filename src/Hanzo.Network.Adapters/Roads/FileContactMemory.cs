using System.Collections.Immutable;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Roads;

/// <summary>Keeps addresses in a file, which is replaced as a whole. The latest that is to be kept is written, not each.</summary>
public sealed partial class FileContactMemory(string path, ILogger<FileContactMemory> log) : IContactMemory
{
    private readonly Lock _gate = new();
    private RememberedPeers? _peers;
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _isStale;

    public RememberedPeers Load()
    {
        lock (_gate) return _peers ??= Read();
    }

    public void Keep(ImmutableArray<NodeAddress> members)
    {
        lock (_gate)
        {
            var before = _peers ??= Read();
            _peers = before.With(members);
            if (_peers.Addresses.SequenceEqual(before.Addresses)) return;
            _isStale = true;
            if (_isWriting) return;
            _isWriting = true;
            _writing = Task.Run(WriteAll);
        }
    }

    /// <summary>Ends when all that was to be kept is written.</summary>
    public Task WrittenAsync()
    {
        lock (_gate) return _writing;
    }

    private void WriteAll()
    {
        while (Next() is { } peers)
        {
            try
            {
                WholeFile.Write(path, peers.Write());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                NotKept(log, path, e.Message);
            }
        }
    }

    private RememberedPeers? Next()
    {
        lock (_gate)
        {
            _isWriting = _isStale;
            _isStale = false;
            return _isWriting ? _peers : null;
        }
    }

    private RememberedPeers Read()
    {
        try
        {
            return WholeFile.Read(path, RememberedPeers.MaxBytes) is { } kept ? RememberedPeers.Read(kept) : RememberedPeers.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotRead(log, path, e.Message);
            return RememberedPeers.None;
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "The peers of this network are not remembered: {Path} cannot be written ({Reason})")]
    private static partial void NotKept(ILogger log, string path, string reason);

    [LoggerMessage(1402, LogLevel.Warning, "The peers of last time are not known: {Path} cannot be read ({Reason})")]
    private static partial void NotRead(ILogger log, string path, string reason);
}
