namespace Hanzo.Network.Kills.Nodes;

/// <summary>What the nodes of a campaign keep their sessions in.</summary>
internal enum CampaignJournal
{
    Sqlite,
    Postgres,

    /// <summary>By the network's group: each node has a folder of its own.</summary>
    Replicated,
}
