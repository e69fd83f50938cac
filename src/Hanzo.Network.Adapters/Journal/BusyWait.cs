using System.Diagnostics;
using SQLitePCL;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// Waits while another process holds the file, for one call. SQLite would do so itself; but built without usleep, as SQLitePCLRaw's 2.0
/// is, it sleeps whole seconds.
/// </summary>
/// <param name="longest">Of the call.</param>
internal struct BusyWait(TimeSpan longest)
{
    /// <summary>Between two tries, in milliseconds; a transaction takes a few.</summary>
    private const int LongestPause = 10;

    /// <summary>Another process puts the write-ahead log in order after a crash.</summary>
    private const int BusyRecovery = raw.SQLITE_BUSY | (1 << 8);

    private long? _began;
    private int _pause;

    /// <param name="code">What the call came to.</param>
    /// <returns>Whether to call again; false: nobody holds the file, or has held it for too long.</returns>
    public bool Again(int code)
    {
        if (code is not (raw.SQLITE_BUSY or BusyRecovery)) return false;
        _began ??= Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(_began.Value) >= longest) return false;
        _pause = Math.Clamp(_pause * 2, 1, LongestPause);
        Thread.Sleep(_pause);
        return true;
    }
}
