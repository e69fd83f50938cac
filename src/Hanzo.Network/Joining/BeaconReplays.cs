namespace Hanzo.Network.Joining;

/// <summary>
/// Which sealed beacons were taken already: of each speaker the highest number and the <see cref="Window"/> before it. Of more than
/// <see cref="MaxSpeakers"/> the one that was heard longest ago is forgotten; the time in a beacon bounds what that allows. One caller
/// at a time.
/// </summary>
public sealed class BeaconReplays
{
    public const int MaxSpeakers = 1024;

    /// <summary>Numbers below the highest that may still come, each once.</summary>
    public const int Window = 64;

    private readonly Dictionary<ulong, Heard> _speakers = [];
    private long _turn;

    /// <summary>
    /// Null: it is new. Else <see cref="BeaconDrop.Repeated"/>, as when it came by two links, or <see cref="BeaconDrop.Replayed"/>.
    /// </summary>
    public BeaconDrop? Note(ulong speaker, uint number)
    {
        if (!_speakers.TryGetValue(speaker, out var heard))
        {
            if (_speakers.Count >= MaxSpeakers) _speakers.Remove(_speakers.MinBy(known => known.Value.Turn).Key);
            heard = new Heard(number, 1, 0);
        }
        else if (number > heard.Highest)
        {
            var ahead = number - heard.Highest;
            heard = heard with { Highest = number, Taken = ahead >= Window ? 1 : (heard.Taken << (int)ahead) | 1 };
        }
        else
        {
            var behind = heard.Highest - number;
            if (behind >= Window) return BeaconDrop.Replayed;
            var bit = 1UL << (int)behind;
            if ((heard.Taken & bit) != 0) return BeaconDrop.Repeated;
            heard = heard with { Taken = heard.Taken | bit };
        }

        _speakers[speaker] = heard with { Turn = ++_turn };
        return null;
    }

    /// <param name="Taken">Bit n: the number n below the highest was taken.</param>
    /// <param name="Turn">When it was heard last, in numbers of beacons.</param>
    private readonly record struct Heard(uint Highest, ulong Taken, long Turn);
}
