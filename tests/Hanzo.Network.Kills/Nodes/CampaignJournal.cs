namespace Hanzo.Network.Kills.Nodes;

/// <summary>What the nodes of a campaign keep their sessions in.</summary>
internal enum CampaignJournal
{
    Sqlite,
    Postgres,
}
