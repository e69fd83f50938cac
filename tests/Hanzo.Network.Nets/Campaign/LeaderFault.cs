namespace Hanzo.Network.Nets.Campaign;

/// <summary>How the group's leader loses the others.</summary>
internal enum LeaderFault
{
    /// <summary>It and one more are cut off from three.</summary>
    Minority,

    /// <summary>It is heard and hears nobody.</summary>
    Deaf,

    /// <summary>It hears the others and nobody hears it.</summary>
    Mute,
}
