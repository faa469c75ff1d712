from newsclean import Article


class SectionPipeline:
    """Files every article under a section. Articles are frozen: `model_copy` makes a changed one."""

    def process_item(self, item):
        if isinstance(item, Article) and item.section is None:
            return item.model_copy(update={"section": "News"})
        return item
