namespace Hanzo.Network.Adapters.Journal;

/// <summary>What a query found, column by column from 0.</summary>
internal interface IDatabaseRow
{
    string Text(int column);

    long Number(int column);

    byte[] Bytes(int column);
}
