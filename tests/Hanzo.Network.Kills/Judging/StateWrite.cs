namespace Hanzo.Network.Kills.Judging;

internal enum StateDeed
{
    Set,
    Append,
    Increment,
}

/// <summary>A write of shared state, by one of several writers.</summary>
/// <param name="Number">What is set, appended or added; of one writer each is higher than the one before.</param>
/// <param name="Acknowledged">False: the answer did not come, so it may have taken effect or not.</param>
internal sealed record StateWrite(string Key, StateDeed Deed, long Number, bool Acknowledged);
